package dev.berth.core.system;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.HEAD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.ApiSettings;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.config.Config;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What strangers and users learn about the installation, and what holds for every answer.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SystemRoutesTest {
    private static final String API = "/api/v2.0";

    private final TestCore core;

    SystemRoutesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v2.0/ping", "/api/v2.0/ping/", "//api/v2.0/ping", "/api//v2.0//ping"})
    void ping_is_answered_however_its_slashes_are_written(String path) throws Exception {
        var answer = core.send(GET, path, "");

        assertThat(answer.body()).isEqualTo("Pong");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/plain; charset=utf-8");
    }

    @Test
    void the_version_of_the_api_is_told_to_everybody() throws Exception {
        assertThat(core.send(GET, "/api/version", "").body()).isEqualTo("{\"version\":\"v2.0\"}\n");
    }

    @Test
    void health_is_200_and_names_what_is_not_well_without_details() throws Exception {
        core.findTrouble("no route to 10.0.0.7:5432");

        var answer = core.send(GET, API + "/health", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"unhealthy\",\"components\":["
                        + "{\"name\":\"core\",\"status\":\"healthy\"},"
                        + "{\"name\":\"database\",\"status\":\"unhealthy\","
                        + "\"error\":\"the operator's /readyz says why\"}]}\n");
    }

    @Test
    void strangers_learn_no_version_address_or_time() throws Exception {
        assertThat(core.send(GET, API + "/systeminfo", "").body())
                .isEqualTo("{\"auth_mode\":\"db_auth\",\"primary_auth_mode\":false,"
                        + "\"self_registration\":false,\"banner_message\":\"\"}\n");
    }

    @Test
    void users_learn_where_they_are() throws Exception {
        var authority = core.uri("/").getAuthority();

        assertThat(core.get(API + "/systeminfo", ADMIN).body())
                .contains("\"registry_url\":\"" + authority + "\"")
                .contains("\"external_url\":\"http://" + authority + "\"")
                .contains("\"harbor_version\":\"v2.16.0-test\"", "\"read_only\":false");
    }

    @Test
    void who_shows_a_wrong_password_is_nobody() throws Exception {
        assertThat(core.get(API + "/systeminfo", basic("admin", "wrong")).body())
                .isEqualTo(core.send(GET, API + "/systeminfo", "").body());
        assertThat(core.get(API + "/users/current", "Bearer abc").statusCode()).isEqualTo(401);
        assertThat(core.get(API + "/users/current", "Digest abc").statusCode()).isEqualTo(401);
    }

    @Test
    void without_a_file_there_is_no_root_certificate() throws Exception {
        assertThat(core.send(GET, API + "/systeminfo/getcert", "").statusCode()).isEqualTo(404);
        assertThat(core.get(API + "/systeminfo", ADMIN).body()).contains("\"has_ca_root\":false");
    }

    @Test
    void the_operators_root_certificate_is_for_everybody(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("root.pem"), "-----BEGIN CERTIFICATE-----");
        var api = Config.of(Map.of("api.root-certificate", file.toString()), ApiSettings::from);
        try (var installation = TestCore.sqlite(api)) {
            var answer = installation.send(GET, API + "/systeminfo/getcert", "");

            assertThat(answer.body()).isEqualTo("-----BEGIN CERTIFICATE-----");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=ca.crt");
            assertThat(installation.get(API + "/systeminfo", ADMIN).body())
                    .contains("\"has_ca_root\":true");
        }
    }

    @Test
    void an_administrator_sees_how_much_room_there_is() throws Exception {
        assertThat(core.get(API + "/systeminfo/volumes", ADMIN).body())
                .matches("\\{\"storage\":\\[\\{\"total\":\\d+,\"free\":\\d+}]}\n");
    }

    @Test
    void an_unknown_path_and_a_wrong_method_are_json() throws Exception {
        var unknown = core.send(GET, API + "/nothing", "");
        var wrongMethod = core.send(DELETE, API + "/ping", "");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).startsWith("{\"errors\":[{\"code\":\"NOT_FOUND\"");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.body()).contains("\"METHOD_NOT_ALLOWED\"");
        assertThat(wrongMethod.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void a_query_that_cannot_be_read_is_a_bad_request() throws Exception {
        assertThat(core.get(API + "/users?q=%ff", ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void every_answer_names_its_request_and_is_for_its_reader_alone() throws Exception {
        var named = core.send(GET, API + "/ping", "", "X-Request-Id", "mine-1");
        var refused = core.send(GET, API + "/users", "");
        var head = core.send(HEAD, API + "/version", "");

        assertThat(named.headers().firstValue("X-Request-Id")).contains("mine-1");
        for (var answer : List.of(named, refused, head)) {
            assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void a_refusal_asks_no_browser_for_a_password() throws Exception {
        var refused = core.send(GET, API + "/users", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(refused.body())
                .isEqualTo("{\"errors\":[{\"code\":\"UNAUTHORIZED\","
                        + "\"message\":\"unauthorized\"}]}\n");
    }

    @Test
    void guessing_is_held_up_with_429() throws Exception {
        var _ = core.addUser("anna");
        int last = 0;
        for (int i = 0; i < 6; i++) {
            last = core.get(API + "/users/current", basic("anna", "guess" + i)).statusCode();
        }

        assertThat(last).isEqualTo(429);
        var held = core.get(API + "/users/current", basic("anna"));
        assertThat(held.statusCode()).isEqualTo(429);
        assertThat(held.headers().firstValue("Retry-After")).isPresent();
        assertThat(held.body()).contains("\"TOO_MANY_REQUEST\"");
    }
}
