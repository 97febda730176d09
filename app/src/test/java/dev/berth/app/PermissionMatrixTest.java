package dev.berth.app;

import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.app.MatrixCall.Asked;
import dev.berth.app.MatrixCall.Nothing;
import dev.berth.app.role.CoreParts;
import dev.berth.app.role.CoreRole;
import dev.berth.app.role.CoreSettings;
import dev.berth.app.testing.RunningCore;
import dev.berth.auth.http.AuthFeature;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.project.ProjectFeature;
import dev.berth.platform.config.Config;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Route;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.registry.RegistryContent;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls every route of `/v2` and of the token service as everybody, by password and by token, and
/// compares the answers with the page. Those of Harbor's API: `ApiPermissionsTest`. Source: ADR 2.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PermissionMatrixTest {
    private static final Path PAGE = Path.of("..", "docs", "permissions.md");
    private static final String WRITE = "berth.permissions.write";
    private static final String COMMAND = "./build -pl app -am test -Dtest=PermissionMatrixTest -D"
            + WRITE + "=true -Dsurefire.failIfNoSpecifiedTests=false";

    private static final String SCOPES =
            Stream.of(MatrixCall.TEAM, MatrixCall.BASE, MatrixCall.OTHER)
                            .map(name -> "repository:" + name + ":pull,push,delete")
                            .collect(Collectors.joining(" "))
                    + " registry:catalog:*";

    private static final String HEAD = """
        # Who may do what

        Every route, called as everybody; written by `PermissionMatrixTest` and compared there. Write it anew with

            %s

        Callers are members of the project `team` with the role that the column names; requests are about `team/app` if
        the line does not say otherwise. A cell is the status by Basic, and by Bearer after a slash where that differs.
        What a caller may not see does not exist for them: a refusal is the same whether the repository, or the project,
        is there or not. Robots belong to `team` and have been granted what the column says of repositories.

        """.formatted(COMMAND);

    @TempDir
    Path folder;

    /// Each request comes from an address of its own, so that no wrong password holds up the next.
    private int addresses;

    @Test
    void every_route_declares_its_permission_and_is_called() throws Exception {
        var calls = MatrixCall.all().stream()
                .map(call -> call.method() + " " + call.pattern())
                .toList();

        assertThat(routes())
                .allSatisfy(route -> assertThat(route.guard().permission())
                        .as(route.operation() + " " + route.pattern().text())
                        .isIn("pull", "push", "delete", "catalog", "login", "anyone"))
                .allSatisfy(route -> assertThat(calls)
                        .as("add a call of this route to MatrixCall")
                        .contains(route.method() + " " + route.pattern().text()));
    }

    @Test
    void everybody_is_answered_as_the_page_says() throws Exception {
        var page = HEAD + table();

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/permissions.md; if this is what you want: " + COMMAND)
                .isEqualTo(page);
    }

    private List<Route<?>> routes() throws IOException {
        var settings = Config.of(
                Map.of("data.directory", folder.resolve("routes").toString()), CoreSettings::from);
        try (var metrics = new Metrics();
                var opened = new Resources()) {
            var parts = CoreParts.open(settings, opened);
            var hashes = PasswordHashes.standard();
            var projects = ProjectFeature.assemble(
                    parts.database(), hashes, _ -> Optional.empty(), List.of(), Clock.systemUTC());
            var auth = AuthFeature.assemble(
                    settings.auth(),
                    parts.database(),
                    hashes,
                    projects.accounts(),
                    projects.permissions(false),
                    Clock.systemUTC());
            var content = RegistryContent.assemble(
                    parts.database(),
                    parts.store(),
                    settings.registry(),
                    Clock.systemUTC(),
                    projects.owners(),
                    List.of(),
                    List.of());
            return CoreRole.registryRoutes(settings, content, auth, metrics).stream()
                    .<Route<?>>flatMap(group -> group.routes().stream())
                    .toList();
        }
    }

    private String table() throws IOException, InterruptedException {
        var columns = new LinkedHashMap<String, List<String>>();
        columns.put(MatrixCaller.ANONYMOUS.title(), new ArrayList<>());
        try (var core = RunningCore.start(
                folder.resolve("public"), Map.of("http.trusted-proxies", "127.0.0.1"))) {
            core.ensureProject(MatrixCall.PROJECT, true);
            columns.putAll(answers(core, List.of(MatrixCaller.WELCOME)));
        }
        columns.putAll(answersWhereOpen("auth.anonymous-push", MatrixCaller.PUSHING));
        columns.putAll(answersWhereOpen("auth.anonymous-delete", MatrixCaller.DELETING));
        var data = folder.resolve("data");
        var callers = new ArrayList<>(MatrixCaller.members());
        callers.add(MatrixCaller.GONE);
        for (var caller : callers) {
            RunningCore.addMember(data, caller.name(), caller.project(), caller.role());
        }
        for (var robot : MatrixCaller.robots()) {
            var _ = RunningCore.addRobot(data, robot.ownName(), robot.project(), robot.rights());
            callers.add(robot);
        }
        callers.addFirst(MatrixCaller.ADMIN);
        callers.addFirst(MatrixCaller.ANONYMOUS);
        try (var core = RunningCore.start(data, Map.of("http.trusted-proxies", "127.0.0.1"))) {
            columns.putAll(answers(core, callers));
        }
        return rendered(columns);
    }

    private SequencedMap<String, List<String>> answersWhereOpen(String setting, MatrixCaller nobody)
            throws IOException, InterruptedException {
        var settings = Map.of("http.trusted-proxies", "127.0.0.1", setting, MatrixCall.PROJECT);
        try (var core = RunningCore.start(folder.resolve(setting), settings)) {
            core.ensureProject(MatrixCall.PROJECT, false);
            return answers(core, List.of(nobody));
        }
    }

    private SequencedMap<String, List<String>> answers(RunningCore core, List<MatrixCaller> callers)
            throws IOException, InterruptedException {
        var content = new MatrixContent(core, MatrixCall.PROJECT);
        // So that the three are there, whatever is asked first.
        for (var name : List.of(MatrixCall.TEAM, MatrixCall.BASE, MatrixCall.OTHER)) {
            var _ = content.manifest(name);
        }
        var columns = new LinkedHashMap<String, List<String>>();
        for (var caller : callers) {
            var token = "Bearer " + token(core, caller);
            if (caller.equals(MatrixCaller.GONE) || caller.equals(MatrixCaller.OFF)) {
                if (caller.equals(MatrixCaller.OFF)) {
                    core.disableRobot(caller.name());
                } else {
                    core.removeAccount(caller.name());
                }
                await().atMost(Duration.ofSeconds(5))
                        .until(() ->
                                send(core, Method.GET, Asked.of("/v2/"), token).statusCode()
                                        == 401);
            }
            var password = caller.isNobody() ? "" : basic(caller.name(), caller.password());
            var cells = new ArrayList<String>();
            for (var call : MatrixCall.all()) {
                int byPassword = status(core, content, call, caller, password);
                int byToken = status(core, content, call, caller, token);
                cells.add(byPassword == byToken ? "" + byPassword : byPassword + " / " + byToken);
            }
            columns.put(caller.title(), cells);
        }
        return columns;
    }

    private String token(RunningCore core, MatrixCaller caller)
            throws IOException, InterruptedException {
        var path = "/service/token?service=berth&scope="
                + URLEncoder.encode(SCOPES, StandardCharsets.UTF_8);
        var answer = send(
                core,
                Method.GET,
                Asked.of(path),
                caller.isNobody() ? "" : basic(caller.name(), caller.rightPassword()));
        return JsonMapper.shared().readTree(answer.body()).get("token").asString();
    }

    private int status(
            RunningCore core,
            MatrixContent content,
            MatrixCall call,
            MatrixCaller caller,
            String authorization)
            throws IOException, InterruptedException {
        var asked = call.make().make(content, caller);
        var answer = send(core, call.method(), asked, authorization);
        if (isHidden(call, answer.statusCode())) {
            var nothing = send(core, call.method(), asked.about(call.nothing()), authorization);
            assertThat(seen(nothing))
                    .as("%s %s (%s) as %s", call.method(), call.pattern(), call.what(), caller)
                    .isEqualTo(seen(answer));
            if (call.nothing() == Nothing.REPOSITORY) {
                assertThat(seen(send(core, call.method(), asked.nowhere(), authorization)))
                        .as("%s %s as %s, no project", call.method(), call.pattern(), caller)
                        .isEqualTo(seen(answer));
            }
        }
        return answer.statusCode();
    }

    /// Whether the answer must be the same about nothing. An upload is opened (202) in place of a
    /// mount of what is not there for the caller.
    private static boolean isHidden(MatrixCall call, int status) {
        return switch (call.nothing()) {
            case REPOSITORY -> status == 401 || status == 403;
            case DIGEST -> status != 200 && status != 201;
            case NONE -> false;
        };
    }

    /// What a caller learns, without the names that he said himself.
    private static String seen(HttpResponse<String> answer) {
        var text = answer.statusCode() + " "
                + answer.headers().firstValue("WWW-Authenticate").orElse("") + " "
                + answer.body();
        return text.replaceAll("sha256:[0-9a-f]{64}", "DIGEST")
                .replace("team/absent", MatrixCall.TEAM)
                .replace("nowhere/app", MatrixCall.TEAM);
    }

    private HttpResponse<String> send(
            RunningCore core, Method method, Asked asked, String authorization)
            throws IOException, InterruptedException {
        addresses++;
        var fields = new ArrayList<>(List.of(
                "X-Forwarded-For",
                "10.0.%d.%d".formatted(addresses >> 8, addresses & 255),
                "Content-Type",
                asked.mediaType()));
        if (!authorization.isEmpty()) {
            fields.addAll(List.of("Authorization", authorization));
        }
        return core.send(method.name(), asked.path(), asked.body(), fields.toArray(String[]::new));
    }

    private String rendered(SequencedMap<String, List<String>> columns) throws IOException {
        var permissions = routes().stream()
                .collect(Collectors.toMap(
                        route -> route.method() + " " + route.pattern().text(),
                        route -> route.guard().permission()));
        var text = new StringBuilder("| request | permission |");
        columns.keySet().forEach(title -> text.append(' ').append(title).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        var calls = MatrixCall.all();
        for (int row = 0; row < calls.size(); row++) {
            var call = calls.get(row);
            var method = call.method() == Method.HEAD ? Method.GET : call.method();
            var permission = permissions.getOrDefault(
                    call.method() + " " + call.pattern(),
                    permissions.getOrDefault(method + " " + call.pattern(), "none"));
            text.append("| `")
                    .append(call.method())
                    .append(' ')
                    .append(call.pattern())
                    .append('`');
            text.append(call.what().isEmpty() ? "" : " " + call.what());
            text.append(" | ").append(permission).append(" |");
            for (var cells : columns.values()) {
                text.append(' ').append(cells.get(row)).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }
}
