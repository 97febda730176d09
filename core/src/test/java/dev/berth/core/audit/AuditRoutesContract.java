package dev.berth.core.audit;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.PASSWORD;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.access.Role;
import dev.berth.core.testing.TestCore;
import dev.berth.registry.event.ArtifactDeleted;
import dev.berth.registry.event.ArtifactPulled;
import dev.berth.registry.event.ArtifactPushed;
import dev.berth.registry.event.RegistryEvents;
import dev.berth.registry.event.TagDeleted;

import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What administrators read about what others did, on each database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class AuditRoutesContract {
    private static final String API = "/api/v2.0";
    private static final String LOGS = API + "/auditlog-exts";
    private static final String PROJECTS = API + "/projects";
    private static final String FIRST = "(operator) create user admin: create user: admin";
    private static final String LIBRARY =
            "(operator) create project library: create project: library";
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
    void what_the_first_start_makes_is_in_the_first_entries() throws Exception {
        assertThat(lines("")).containsExactly(LIBRARY, FIRST);
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
                new ArtifactPushed("team/app", DIGEST, List.of("v1", "v2"), 0));
        core.happened(
                "bob",
                RegistryEvents.ARTIFACT_PUSHED,
                new ArtifactPushed("team/app", DIGEST, List.of(), 0));
        core.happened(
                "",
                RegistryEvents.ARTIFACT_PULLED,
                new ArtifactPulled("team/app", DIGEST, "v1", 1, 0));
        core.happened(
                "bob",
                RegistryEvents.ARTIFACT_PULLED,
                new ArtifactPulled("team/app", DIGEST, "", 3, 0));
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", "v1", 0));
        core.happened(
                "bob", RegistryEvents.ARTIFACT_DELETED, new ArtifactDeleted("team/app", DIGEST, 0));

        var image = "team/app@" + DIGEST;
        assertThat(lines("?sort=id&page_size=100"))
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
        assertThat(lines("?q=description=~secret,payload=x")).hasSize(4);
        assertThat(core.get(LOGS + "?q=op_time=yesterday", ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void pages_fit_together_and_the_total_is_exact() throws Exception {
        for (int i = 0; i < 30; i++) {
            push("bob", "team/app" + i);
        }
        var answer = core.get(LOGS + "?page=4&page_size=10", ADMIN);

        assertThat(answer.headers().firstValue("X-Total-Count")).contains("32");
        assertThat(lines("?page=4&page_size=10")).containsExactly(LIBRARY, FIRST);
        assertThat(lines("?page=3&page_size=10")).hasSize(10).last().asString().contains("app0:");
    }

    @Test
    void the_total_of_what_a_filter_finds_goes_on_with_what_has_come_since() throws Exception {
        push("bob", "team/app");
        assertThat(total("?q=username=bob")).isEqualTo(1);

        push("eve", "team/app");
        push("bob", "team/other");

        assertThat(total("?q=username=bob")).isEqualTo(2);
        assertThat(total("?q=username=bob&page_size=1")).isEqualTo(2);
        assertThat(total("?q=username=eve")).isEqualTo(1);
        assertThat(total("?q=operation=create,resource_type=artifact")).isEqualTo(3);
    }

    @Test
    void types_that_are_switched_off_leave_no_entry() throws Exception {
        configure("{\"disabled_audit_log_event_types\":\"create_artifact, update_configuration\"}");
        push("bob", "team/app");
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", "v1", 0));

        assertThat(lines(""))
                .containsExactly(
                        "bob delete tag team/app:v1: delete tag: team/app:v1", LIBRARY, FIRST);
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
    void the_lists_of_before_2_13_are_empty() throws Exception {
        push("bob", "library/app");

        for (var path : List.of("/audit-logs", "/projects/library/logs")) {
            var answer = core.get(API + path, ADMIN);
            assertThat(answer.body()).isEqualTo("[]\n");
            assertThat(answer.headers().firstValue("X-Total-Count")).contains("0");
        }
    }

    @Test
    void what_is_done_to_projects_and_members_names_who_did_it() throws Exception {
        long anna = core.addUser("anna").id();
        var created = core.send(POST, PROJECTS, ADMIN, "{\"project_name\":\"team\"}");
        assertThat(created.statusCode()).isEqualTo(201);
        var member = core.send(
                        POST,
                        PROJECTS + "/team/members",
                        ADMIN,
                        "{\"role_id\":1,\"member_user\":{\"user_id\":" + anna + "}}")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        var auto = "{\"auto_scan\":\"true\"}";
        assertDone(core.send(PUT, member, ADMIN, "{\"role_id\":1}"));
        assertDone(core.send(POST, PROJECTS + "/team/metadatas/", basic("anna"), auto));
        assertDone(core.send(
                PUT, PROJECTS + "/team", basic("anna"), "{\"metadata\":{\"public\":\"true\"}}"));
        assertDone(core.send(DELETE, member, "", "Authorization", ADMIN));
        assertDone(core.send(DELETE, PROJECTS + "/team", "", "Authorization", ADMIN));

        assertThat(lines("?page_size=8"))
                .startsWith(
                        "admin delete project team: delete project: team",
                        "admin delete member anna: delete member: anna of project team",
                        "anna update project team: update project: team",
                        "anna update project team: update project: team",
                        "admin update member anna: update member: anna of project team",
                        "admin create member anna: create member: anna of project team",
                        "admin create project team: create project: team");
    }

    @Test
    void a_project_has_a_log_of_its_own_and_nothing_of_others_is_in_it() throws Exception {
        long team = core.addProject("team", false).id();
        long other = core.addProject("other", false).id();
        push("bob", "team/app", team);
        push("bob", "other/app", other);
        push("bob", "old/app");
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", "v1", team));

        assertThat(linesOf(PROJECTS + "/team/auditlog-exts", ADMIN))
                .containsExactly(
                        "bob delete tag team/app:v1: delete tag: team/app:v1",
                        "bob create artifact team/app:v1: create artifact: team/app:v1",
                        "(operator) create project team: create project: team");
        assertThat(linesOf(PROJECTS + "/other/auditlog-exts", ADMIN)).hasSize(2);
    }

    @Test
    void the_log_of_a_project_is_filtered_sorted_and_paged() throws Exception {
        long team = core.addProject("team", false).id();
        for (int i = 0; i < 25; i++) {
            push(i % 5 == 0 ? "eve" : "bob", "team/app" + i, team);
            push("bob", "other/app" + i);
        }
        var log = PROJECTS + "/team/auditlog-exts";
        var second = core.get(log + "?page=2&page_size=10", ADMIN);

        assertThat(second.headers().firstValue("X-Total-Count")).contains("26");
        assertThat(second.headers().firstValue("Link").orElseThrow())
                .contains("page=1", "rel=\"prev\"", "page=3", "rel=\"next\"");
        assertThat(linesOf(log + "?page=2&page_size=10", ADMIN))
                .hasSize(10)
                .first()
                .asString()
                .contains("team/app14:");
        assertThat(linesOf(log + "?page=3&page_size=10", ADMIN)).hasSize(6);
        assertThat(linesOf(log + "?page=4&page_size=10", ADMIN)).isEmpty();
        assertThat(linesOf(log + "?q=username=eve", ADMIN))
                .hasSize(5)
                .first()
                .asString()
                .contains("team/app20:");
        assertThat(linesOf(log + "?sort=id&page_size=2", ADMIN))
                .containsExactly(
                        "(operator) create project team: create project: team",
                        "eve create artifact team/app0:v1: create artifact: team/app0:v1");
        assertThat(linesOf(log + "?q=resource=~APP2,operation=create&sort=resource", ADMIN))
                .hasSize(6);
        assertThat(linesOf(log + "?q=id=1", ADMIN)).as("an id is no position").isEmpty();
        assertThat(core.get(log + "?q=op_time=x", ADMIN).statusCode()).isEqualTo(400);
    }

    /// Each project that is made anew begins with an empty log.
    @Test
    void SEC_31_a_project_made_anew_shows_nothing_of_its_namesake() throws Exception {
        var first = core.addProject("team", false);
        push("bob", "team/secret", first.id());
        core.projects().projects().delete(first.id());
        var _ = core.addProject("team", false);

        assertThat(linesOf(PROJECTS + "/team/auditlog-exts", ADMIN))
                .containsExactly("(operator) create project team: create project: team");
        assertThat(lines("?q=resource=~secret")).hasSize(1);
    }

    @Test
    void who_looks_after_projects_sees_the_logs_of_those_and_of_no_others() throws Exception {
        var anna = core.addUser("anna");
        for (var name : List.of("one", "two", "three", "four")) {
            var project = core.addProject(name, name.equals("four"));
            push("bob", name + "/app", project.id());
            switch (name) {
                case "one", "two" -> core.addMember(project, anna, Role.PROJECT_ADMIN);
                case "three" -> core.addMember(project, anna, Role.MAINTAINER);
                default -> {}
            }
        }
        var mine = core.get(LOGS + "?page_size=2", basic("anna"));

        assertThat(linesOf(LOGS + "?q=operation=create,resource_type=artifact", basic("anna")))
                .containsExactly(
                        "bob create artifact two/app:v1: create artifact: two/app:v1",
                        "bob create artifact one/app:v1: create artifact: one/app:v1");
        assertThat(mine.headers().firstValue("X-Total-Count")).contains("6");
        assertThat(linesOf(LOGS + "?q=username=admin", basic("anna"))).isEmpty();
        assertThat(core.get(PROJECTS + "/one/auditlog-exts", basic("anna")).statusCode())
                .isEqualTo(200);
        for (var name : List.of("three", "four", "none")) {
            for (var list : List.of("/auditlog-exts", "/logs")) {
                assertThat(core.get(PROJECTS + "/" + name + list, basic("anna")).statusCode())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void pages_of_several_projects_fit_together_also_where_entries_are_gone() throws Exception {
        var anna = core.addUser("anna");
        for (var name : List.of("one", "two", "other")) {
            var project = core.addProject(name, false);
            if (!name.equals("other")) {
                core.addMember(project, anna, Role.PROJECT_ADMIN);
            }
        }
        for (int i = 0; i < 24; i++) {
            // Many of one, then many of the other.
            var name = i % 12 < 9 ? "one" : i % 12 == 9 ? "other" : "two";
            push(
                    "bob",
                    name + "/app" + i,
                    core.projects().projects().require(name).id());
        }
        assertPagesFit(26);

        long one = core.projects().projects().require("one").id();
        core.database().write(transaction -> {
            transaction
                    .sql()
                    .deleteFrom(DSL.table("audit_entry"))
                    .where(DSL.field("resource", String.class)
                            .in("one/app18:v1", "one/app19:v1", "one/app20:v1"))
                    .execute();
            transaction.sql().execute("UPDATE audit_number SET total = total - 3");
            return transaction
                    .sql()
                    .execute(
                            "UPDATE audit_project SET total = total - 3 WHERE project_id = ?", one);
        });
        assertPagesFit(23);
    }

    /// Anna's log has these entries, the same in pages as in one.
    private void assertPagesFit(int entries) throws IOException, InterruptedException {
        var whole = linesOf(LOGS + "?page_size=100", basic("anna"));
        assertThat(whole).hasSize(entries).noneMatch(line -> line.contains("other"));
        var paged = new ArrayList<String>();
        for (int page = 1; page <= 7; page++) {
            var answer = core.get(LOGS + "?page_size=4&page=" + page, basic("anna"));
            assertThat(answer.headers().firstValue("X-Total-Count")).contains("" + entries);
            paged.addAll(linesOf(LOGS + "?page_size=4&page=" + page, basic("anna")));
        }
        assertThat(paged).isEqualTo(whole);
        assertThat(linesOf(LOGS + "?page_size=100&sort=-id", basic("anna"))).isEqualTo(whole);
    }

    @Test
    void pages_fit_together_also_where_entries_are_gone() throws Exception {
        long library = core.projects().projects().find("library").orElseThrow().id();
        for (int i = 0; i < 20; i++) {
            push("bob", "library/app" + i, library);
        }
        assertThat(lines("?page_size=100")).hasSize(22);
        core.database().write(transaction -> {
            transaction
                    .sql()
                    .deleteFrom(DSL.table("audit_entry"))
                    .where(DSL.field("resource", String.class)
                            .in("library/app7:v1", "library/app8:v1"))
                    .execute();
            for (var table : List.of("audit_number", "audit_project")) {
                transaction.sql().execute("UPDATE " + table + " SET total = total - 2");
            }
            return true;
        });

        for (var log : List.of(LOGS, PROJECTS + "/library/auditlog-exts")) {
            var paged = new ArrayList<String>();
            for (int page = 1; page <= 5; page++) {
                paged.addAll(linesOf(log + "?page_size=4&page=" + page, ADMIN));
            }
            assertThat(paged)
                    .isEqualTo(linesOf(log + "?page_size=100", ADMIN).subList(0, paged.size()))
                    .hasSizeGreaterThanOrEqualTo(19)
                    .noneMatch(line -> line.contains("app7:"));
        }
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
        assertThat(lines("")).hasSize(5).noneMatch(line -> line.contains("Canary"));
        assertThat(core.storedText("event", "what")).noneMatch(text -> text.contains("Canary"));
    }

    private void push(String actor, String repository) {
        push(actor, repository, 0);
    }

    private void push(String actor, String repository, long project) {
        core.happened(
                actor,
                RegistryEvents.ARTIFACT_PUSHED,
                new ArtifactPushed(repository, DIGEST, List.of("v1"), project));
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
        return linesOf(LOGS + query, ADMIN);
    }

    private List<String> linesOf(String path, String authorization)
            throws IOException, InterruptedException {
        var answer = core.get(path, authorization);
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
