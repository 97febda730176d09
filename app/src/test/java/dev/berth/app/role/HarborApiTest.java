package dev.berth.app.role;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Harbor's API and `/v2` in one process, with the same users.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HarborApiTest {
    private static final String ADMIN = basic(ADMINISTRATOR, PASSWORD);

    @TempDir
    Path folder;

    @Test
    void a_user_made_by_the_api_logs_in_on_v2_until_removed() throws Exception {
        var body = """
                {"username":"anna","email":"anna@example.com","realname":"Anna",
                "password":"Secret pass 1"}""";
        var anna = basic("anna@example.com", "Secret pass 1");
        var core = RunningCore.start(folder, Map.of());
        try (core) {
            var created = core.send(
                    "POST",
                    "/api/v2.0/users",
                    body.getBytes(StandardCharsets.UTF_8),
                    "Authorization",
                    ADMIN,
                    "Content-Type",
                    "application/json");
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(core.send("GET", "/v2/", "Authorization", anna).statusCode())
                    .isEqualTo(200);

            var location = created.headers().firstValue("Location").orElseThrow();
            assertThat(core.send("DELETE", location, "Authorization", ADMIN).statusCode())
                    .isEqualTo(200);

            assertThat(core.send("GET", "/v2/", "Authorization", anna).statusCode())
                    .isEqualTo(401);
            assertThat(core.send("GET", "/v2//", "Authorization", ADMIN).statusCode())
                    .isEqualTo(404);
        }
        assertThat(core.log()).contains("createUser").doesNotContain("Secret pass 1");
    }

    @Test
    void health_names_what_this_process_is_made_of() throws Exception {
        try (var core = RunningCore.start(folder, Map.of())) {
            assertThat(core.send("GET", "/api/v2.0/health").body())
                    .isEqualTo("{\"status\":\"healthy\",\"components\":["
                            + "{\"name\":\"core\",\"status\":\"healthy\"},"
                            + "{\"name\":\"database\",\"status\":\"healthy\"},"
                            + "{\"name\":\"registry\",\"status\":\"healthy\"}]}\n");
        }
    }
}
