package dev.berth.core.audit;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.PASSWORD;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.registry.event.ArtifactDeleted;
import dev.berth.registry.event.ArtifactPulled;
import dev.berth.registry.event.ArtifactPushed;
import dev.berth.registry.event.RegistryEvents;
import dev.berth.registry.event.TagDeleted;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// What administrators read about what others did, on each database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class AuditRoutesContract {
    private static final String API = "/api/v2.0";
    private static final String LOGS = API + "/auditlog-exts";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private final TestCore core;

    AuditRoutesContract(TestCore core) {
        this.core = core;
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void the_first_administrator_is_the_first_entry() throws Exception {
        assertThat(lines("")).containsExactly("(operator) create user admin: create user: admin");
    }

    @Test
    void what_is_done_to_users_names_who_did_it() throws Exception {
        var location = core.send(POST, API + "/users", ADMIN, user("anna"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertDone(core.send(
                PUT,
                location,
                basic("anna", "Secret pass 1"),
                "{\"email\":\"new@example.com\",\"realname\":\"A\"}"));
        assertDone(core.send(PUT, location + "/sysadmin", ADMIN, "{\"sysadmin_flag\":true}"));
        assertDone(core.send(
                PUT, location + "/password", ADMIN, "{\"new_password\":\"Another pass 2\"}"));
        assertDone(core.send(DELETE, location, "", "Authorization", ADMIN));

        assertThat(lines("?q=resource=anna"))
                .containsExactly(
                        "admin delete user anna: delete user: anna",
                        "admin update user anna: update user: anna",
                        "admin update user anna: update user: anna",
                        "anna update user anna: update user: anna",
                        "admin create user anna: create user: anna");
    }

    @Test
    void what_is_refused_leaves_no_entry() throws Exception {
        long before = total("");

        assertThat(core.send(POST, API + "/users", ADMIN, user("admin")).statusCode())
                .isEqualTo(409);
        assertThat(core.send(PUT, API + "/configurations", ADMIN, "{\"ldap_scope\":9}")
                        .statusCode())
                .isEqualTo(400);

        assertThat(total("")).isEqualTo(before);
    }

    @Test
    void artifacts_and_tags_are_named_as_clients_name_them() throws Exception {
        core.happened(
                "bob",
                RegistryEvents.ARTIFACT_PUSHED,
                new ArtifactPushed("team/app", DIGEST, List.of("v1", "v2")));
        core.happened(
                "bob",
                RegistryEvents.ARTIFACT_PUSHED,
                new ArtifactPushed("team/app", DIGEST, List.of()));
        core.happened(
                "",
                RegistryEvents.ARTIFACT_PULLED,
                new ArtifactPulled("team/app", DIGEST, "v1", 1));
        core.happened(
                "bob",
                RegistryEvents.ARTIFACT_PULLED,
                new ArtifactPulled("team/app", DIGEST, "", 3));
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", "v1"));
        core.happened(
                "bob", RegistryEvents.ARTIFACT_DELETED, new ArtifactDeleted("team/app", DIGEST));

        var image = "team/app@" + DIGEST;
        assertThat(lines("?sort=id&page_size=8"))
                .endsWith(
                        "bob create artifact team/app:v1: create artifact: team/app:v1",
                        "bob create artifact team/app:v2: create artifact: team/app:v2",
                        "bob create artifact " + image + ": create artifact: " + image,
                        "anonymous pull artifact team/app:v1: pull artifact: team/app:v1",
                        "bob pull artifact " + image + ": pull artifact: " + image + " (3 times)",
                        "bob delete tag team/app:v1: delete tag: team/app:v1",
                        "bob delete artifact " + image + ": delete artifact: " + image);
    }

    @Test
    void entries_are_found_by_what_they_say_and_when_it_was() throws Exception {
        push("bob", "one/app");
        core.clock().advance(Duration.ofHours(1));
        push("eve", "two/app");
        var hour =
                core.clock().instant().minus(Duration.ofMinutes(1)).toString().substring(0, 19);

        assertThat(lines("?q=username=bob")).singleElement().asString().contains("one/app");
        assertThat(lines("?q=resource=~TWO")).singleElement().asString().contains("two/app");
        assertThat(lines("?q=operation=create,resource_type=artifact")).hasSize(2);
        assertThat(lines("?q=operation=%7Bpull%20create%7D,resource_type=artifact"))
                .hasSize(2);
        assertThat(lines("?q=op_time=%5B" + hour + "~%5D"))
                .singleElement()
                .asString()
                .contains("two/app");
        assertThat(lines("?q=description=~secret,payload=x")).hasSize(3);
        assertThat(core.get(LOGS + "?q=op_time=yesterday", ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void pages_fit_together_and_the_total_is_exact() throws Exception {
        for (int i = 0; i < 30; i++) {
            push("bob", "team/app" + i);
        }
        var answer = core.get(LOGS + "?page=4&page_size=10", ADMIN);

        assertThat(answer.headers().firstValue("X-Total-Count")).contains("31");
        assertThat(lines("?page=4&page_size=10"))
                .containsExactly("(operator) create user admin: create user: admin");
        assertThat(lines("?page=3&page_size=10")).hasSize(10).last().asString().contains("app0:");
    }

    @Test
    void types_that_are_switched_off_leave_no_entry() throws Exception {
        configure("{\"disabled_audit_log_event_types\":\"create_artifact, update_configuration\"}");
        push("bob", "team/app");
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", "v1"));

        assertThat(lines(""))
                .containsExactly(
                        "bob delete tag team/app:v1: delete tag: team/app:v1",
                        "(operator) create user admin: create user: admin");
    }

    @Test
    void there_is_no_log_that_would_be_nowhere() throws Exception {
        assertThat(core.send(
                                PUT,
                                API + "/configurations",
                                ADMIN,
                                "{\"skip_audit_log_database\":true}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void users_see_nothing_and_strangers_not_even_that() throws Exception {
        var _ = core.addUser("anna");

        for (var path : List.of(LOGS, API + "/audit-logs")) {
            var answer = core.get(path, basic("anna"));
            assertThat(answer.body()).isEqualTo("[]\n");
            assertThat(answer.headers().firstValue("X-Total-Count")).contains("0");
            assertThat(core.send(GET, path, "").statusCode()).isEqualTo(401);
        }
        assertThat(core.get(LOGS + "/events", basic("anna")).statusCode()).isEqualTo(403);
    }

    @Test
    void the_list_of_before_2_13_is_empty() throws Exception {
        push("bob", "team/app");

        assertThat(core.get(API + "/audit-logs", ADMIN).body()).isEqualTo("[]\n");
    }

    @Test
    void every_type_that_is_written_is_named() throws Exception {
        var named = core.get(LOGS + "/events", ADMIN).body();

        assertThat(named).contains("{\"event_type\":\"create_artifact\"}");
        for (var type : AuditEntry.TYPES) {
            assertThat(named).contains("\"" + type + "\"");
        }
    }

    @Test
    void no_secret_is_in_an_event_or_an_entry() throws Exception {
        var canary = "Canary secret 93";
        var location = core.send(
                        POST, API + "/users", ADMIN, user("anna").replace("Secret pass 1", canary))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertDone(core.send(
                PUT, location + "/password", ADMIN, "{\"new_password\":\"" + canary + "4\"}"));
        configure("{\"ldap_search_password\":\"" + canary + "\",\"oidc_client_secret\":\"" + canary
                + "\"}");

        assertThat(core.storedText("event_inbox", "what"))
                .hasSizeGreaterThan(2)
                .noneMatch(text -> text.contains("Canary") || text.contains(PASSWORD));
        assertThat(lines("")).hasSize(4).noneMatch(line -> line.contains("Canary"));
        assertThat(core.storedText("event", "what")).noneMatch(text -> text.contains("Canary"));
    }

    private void push(String actor, String repository) {
        core.happened(
                actor,
                RegistryEvents.ARTIFACT_PUSHED,
                new ArtifactPushed(repository, DIGEST, List.of("v1")));
    }

    private void configure(String body) throws IOException, InterruptedException {
        assertDone(core.send(PUT, API + "/configurations", ADMIN, body));
    }

    private static void assertDone(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String user(String name) {
        return ("{\"username\":\"%s\",\"email\":\"%1$s@example.com\",\"realname\":\"N\","
                        + "\"password\":\"Secret pass 1\"}")
                .formatted(name);
    }

    /// Each entry as `<who> <operation> <type> <resource>: <description>`.
    private List<String> lines(String query) throws IOException, InterruptedException {
        var answer = core.get(LOGS + query, ADMIN);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared()
                .readTree(answer.body())
                .valueStream()
                .map(AuditRoutesContract::line)
                .toList();
    }

    private static String line(JsonNode entry) {
        assertThat(entry.path("operation_result").asBoolean()).isTrue();
        return "%s %s %s %s: %s"
                .formatted(
                        entry.path("username").asString(),
                        entry.path("operation").asString(),
                        entry.path("resource_type").asString(),
                        entry.path("resource").asString(),
                        entry.path("operation_description").asString());
    }

    private long total(String query) throws IOException, InterruptedException {
        return core.get(LOGS + query, ADMIN)
                .headers()
                .firstValueAsLong("X-Total-Count")
                .orElseThrow();
    }
}
