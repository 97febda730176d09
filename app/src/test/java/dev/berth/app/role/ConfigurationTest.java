package dev.berth.app.role;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What is set through Harbor's API counts for `/v2` and the token service.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigurationTest {
    private static final String ADMIN = basic(ADMINISTRATOR, PASSWORD);
    private static final String TOKEN = "/service/token?service=berth";

    private final RunningCore core;

    ConfigurationTest(@TempDir Path folder) throws IOException, InterruptedException {
        core = RunningCore.start(folder, Map.of("auth.token-lifetime", "5m"));
    }

    @AfterEach
    void stop() throws IOException {
        core.close();
    }

    @Test
    void in_read_only_mode_pushing_and_deleting_are_denied_and_pulling_is_not() throws Exception {
        configure("{\"read_only\":true}");

        for (var method : new String[] {"POST", "PATCH", "PUT", "DELETE"}) {
            var path = method.equals("POST")
                    ? "/v2/library/app/blobs/uploads/"
                    : method.equals("PATCH")
                            ? "/v2/library/app/blobs/uploads/1"
                            : "/v2/library/app/manifests/v1";
            var refused = core.send(method, path, "Authorization", ADMIN);
            assertThat(refused.statusCode()).as(method).isEqualTo(403);
            assertThat(refused.body()).contains("\"DENIED\"", "read only mode");
        }
        assertThat(core.send("GET", "/v2/library/app/manifests/v1", "Authorization", ADMIN)
                        .statusCode())
                .isEqualTo(404);
        assertThat(core.send("GET", TOKEN, "Authorization", ADMIN).statusCode()).isEqualTo(200);

        configure("{\"read_only\":false}");
        assertThat(core.send("POST", "/v2/library/app/blobs/uploads/", "Authorization", ADMIN)
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_token_lives_as_long_as_is_set_and_no_longer_than_its_key() throws Exception {
        assertThat(core.send("GET", TOKEN, "Authorization", ADMIN).body())
                .contains("\"expires_in\":300");
        configure("{\"token_expiration\":7}");
        assertThat(core.send("GET", TOKEN, "Authorization", ADMIN).body())
                .contains("\"expires_in\":420");
        configure("{\"token_expiration\":9999999999}");
        assertThat(core.send("GET", TOKEN, "Authorization", ADMIN).body())
                .contains("\"expires_in\":2592000");
    }

    private void configure(String json) throws IOException, InterruptedException {
        var answer = core.send(
                "PUT",
                "/api/v2.0/configurations",
                json.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                ADMIN,
                "Content-Type",
                "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
