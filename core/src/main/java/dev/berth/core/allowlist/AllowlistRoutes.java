package dev.berth.core.allowlist;

import dev.berth.core.api.Json;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller.Known;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.util.List;

/// The operations of the tag "SystemCVEAllowlist".
public final class AllowlistRoutes {
    private static final String PATH = "/api/v2.0/system/CVEAllowlist";

    /// 500 ids of 64 characters, each in an object of its own.
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final Database database;
    private final Allowlists allowlists;
    private final ApiGuards guards;

    public AllowlistRoutes(Database database, Allowlists allowlists, ApiGuards guards) {
        this.database = database;
        this.allowlists = allowlists;
        this.guards = guards;
    }

    public List<Route<?>> routes() {
        return List.of(
                Route.of("getSystemCVEAllowlist", Method.GET, PATH, guards.known(), this::get),
                Route.of(
                                "putSystemCVEAllowlist",
                                Method.PUT,
                                PATH,
                                guards.system("configuration:update"),
                                this::put)
                        .withBody(BODY_BYTES_MAX));
    }

    private Response get(Known caller, Request request) {
        var list = database.read(transaction -> allowlists.find(transaction, Allowlists.SYSTEM));
        return Json.response(200, AllowlistBody.of(Allowlists.SYSTEM, list));
    }

    private Response put(Known caller, Request request) throws IOException {
        var list = Json.read(request, AllowlistBody.class, BODY_BYTES_MAX).read(Allowlists.SYSTEM);
        database.write(transaction -> {
            allowlists.put(transaction, Allowlists.SYSTEM, list);
            return true;
        });
        return Response.of(200);
    }
}
