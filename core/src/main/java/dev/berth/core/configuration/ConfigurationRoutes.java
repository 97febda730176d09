package dev.berth.core.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/// The operations of the tag "configure".
final class ConfigurationRoutes {
    private static final String PATH = "/api/v2.0/configurations";
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final Configurations configurations;
    private final ConfigurationSettings settings;
    private final List<ConfigurationCheck> checks;
    private final BooleanSupplier hasUsers;

    /// @param hasUsers whether anybody but the first administrator has an account
    ConfigurationRoutes(
            Configurations configurations,
            ConfigurationSettings settings,
            List<ConfigurationCheck> checks,
            BooleanSupplier hasUsers) {
        this.configurations = configurations;
        this.settings = settings;
        this.checks = List.copyOf(checks);
        this.hasUsers = hasUsers;
    }

    List<Route<?>> routes(ApiGuards guards) {
        return List.of(
                Route.of(
                        "getConfigurations",
                        Method.GET,
                        PATH,
                        guards.system("configuration:read"),
                        (_, _) -> get()),
                Route.of(
                                "updateConfigurations",
                                Method.PUT,
                                PATH,
                                guards.system("configuration:update"),
                                this::update)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "getInternalconfig",
                        Method.GET,
                        "/api/v2.0/internalconfig",
                        new InternalGuard(settings.internalSecret()),
                        (_, _) -> internal()));
    }

    @JsonInclude(Include.ALWAYS)
    private record ItemBody(Object value, boolean editable) {}

    private record ScanAllPolicyBody(String type) {}

    private Response get() {
        var current = configurations.current();
        boolean hasUsers = this.hasUsers.getAsBoolean();
        var body = new LinkedHashMap<String, Object>();
        for (var item : Items.all()) {
            if (item.reach() == Item.Reach.SHOWN) {
                boolean fixed =
                        settings.isOverwritten() || (item.equals(Items.AUTH_MODE) && hasUsers);
                body.put(item.key(), new ItemBody(current.value(item), !fixed));
            }
        }
        // Set by its own operations.
        body.put("scan_all_policy", new ScanAllPolicyBody("none"));
        return Json.response(200, body);
    }

    /// What parts of the installation need that are no page of it; secrets are not among it.
    private Response internal() {
        var current = configurations.current();
        var body = new LinkedHashMap<String, Object>();
        for (var item : Items.all()) {
            if (!item.isSecret()) {
                body.put(item.key(), new ItemBody(current.value(item), false));
            }
        }
        return Json.response(200, body);
    }

    private Response update(Known caller, Request request) throws IOException {
        if (settings.isOverwritten()) {
            throw new HarborException(
                    ErrorCode.FORBIDDEN,
                    "the configuration is set by the environment and can only be changed there");
        }
        var changes = read(Json.read(request, ObjectNode.class, BODY_BYTES_MAX));
        configurations.update(caller.name(), changes, (before, after) -> {
            requireAuthModeFits(before, after);
            checks.forEach(check -> check.check(before, after));
        });
        return Response.of(200);
    }

    private void requireAuthModeFits(Configuration before, Configuration after) {
        boolean changed = !after.value(Items.AUTH_MODE).equals(before.value(Items.AUTH_MODE));
        if (changed && hasUsers.getAsBoolean()) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "auth_mode: cannot be changed any more, as there are users already");
        }
    }

    /// Names that are not known, and those without a value, are not looked at.
    private static SequencedMap<Item<?>, String> read(ObjectNode sent) {
        var changes = new LinkedHashMap<Item<?>, String>();
        for (var entry : sent.properties()) {
            var item = Items.find(entry.getKey())
                    .filter(found -> found.reach() != Item.Reach.INTERNAL);
            if (item.isPresent() && !entry.getValue().isNull()) {
                changes.put(item.get(), text(item.get(), entry.getValue()));
            }
        }
        return changes;
    }

    private static String text(Item<?> item, JsonNode sent) {
        try {
            return item.kind().read(sent).toString();
        } catch (IllegalArgumentException e) {
            throw new HarborException(ErrorCode.BAD_REQUEST, item.key() + ": " + e.getMessage());
        }
    }
}
