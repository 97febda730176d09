package dev.berth.core.project;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.HEAD;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.core.access.Role;
import dev.berth.core.api.HarborException;
import dev.berth.core.testing.TestCore;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Method;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Projects as the contract and Harbor's clients know them, on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class ProjectRoutesContract {
    private static final String PROJECTS = "/api/v2.0/projects";
    private static final String ANNA = basic("anna");

    private final TestCore core;

    ProjectRoutesContract(TestCore core) {
        this.core = core;
    }

    @AfterEach
    void stop() {
        core.close();
    }

    private HttpResponse<String> create(String authorization, String body)
            throws IOException, InterruptedException {
        return core.send(POST, PROJECTS, authorization, body);
    }

    private HttpResponse<String> ask(Method method, String path, String authorization)
            throws IOException, InterruptedException {
        return core.send(method, PROJECTS + path, "", "Authorization", authorization);
    }

    private int put(String path, String authorization, String body)
            throws IOException, InterruptedException {
        return core.send(PUT, PROJECTS + path, authorization, body).statusCode();
    }

    private String list(String query, String authorization)
            throws IOException, InterruptedException {
        return ask(GET, query, authorization).body();
    }

    @Test
    void there_is_a_public_library_from_the_start() throws Exception {
        var library = core.get(PROJECTS + "/library", ADMIN).body();

        assertThat(library)
                .contains("\"project_id\":1,", "\"name\":\"library\"", "\"owner_name\":\"admin\"")
                .contains("\"metadata\":{\"public\":\"true\"}", "\"repo_count\":0")
                .contains("\"current_user_role_id\":1");
    }

    @Test
    void a_library_that_is_deleted_stays_away() throws Exception {
        assertThat(ask(DELETE, "/library", ADMIN).statusCode()).isEqualTo(200);

        core.projects().start();

        assertThat(ask(GET, "/library", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void a_created_project_is_at_its_location_and_its_creator_administers_it() throws Exception {
        var _ = core.addUser("anna");

        var created = create(
                ANNA,
                "{\"project_name\":\"team\",\"metadata\":{\"public\":\"false\",\"auto_scan\":\"1\"},"
                        + "\"storage_limit\":5}");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains(PROJECTS + "/2");
        assertThat(core.get(PROJECTS + "/2", ANNA).body())
                .contains("\"name\":\"team\"", "\"owner_name\":\"anna\"")
                .contains("\"public\":\"false\"", "\"auto_scan\":\"true\"")
                .contains("\"current_user_role_id\":1", "\"current_user_role_ids\":[1]");
        assertThat(core.get(PROJECTS + "/2/summary", ANNA).body())
                .contains("\"project_admin_count\":1")
                .contains("\"quota\":{\"hard\":{\"storage\":-1},\"used\":{\"storage\":0}}");
    }

    @Test
    void the_location_names_the_project_if_that_is_asked_for() throws Exception {
        var created = core.send(
                POST,
                PROJECTS,
                "{\"project_name\":\"team\"}",
                "Authorization",
                ADMIN,
                "X-Resource-Name-In-Location",
                "true");

        assertThat(created.headers().firstValue("Location")).contains(PROJECTS + "/team");
    }

    @Test
    void an_administrator_limits_the_storage_and_nobody_else() throws Exception {
        var _ = core.addUser("anna");
        var _ = create(ADMIN, "{\"project_name\":\"limited\",\"storage_limit\":1024}");
        var _ = create(ANNA, "{\"project_name\":\"own\",\"storage_limit\":1024}");

        assertThat(core.get(PROJECTS + "/limited/summary", ADMIN).body())
                .contains("\"hard\":{\"storage\":1024}");
        assertThat(core.get(PROJECTS + "/own/summary", ANNA).body())
                .contains("\"hard\":{\"storage\":-1}");
        assertThat(create(ADMIN, "{\"project_name\":\"no\",\"storage_limit\":-2}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(create(ADMIN, "{\"project_name\":\"no\",\"storage_limit\":1125899906842625}")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "Team, 400",
        "te am, 400",
        "-team, 400",
        "team-, 400",
        "te..am, 400",
        "te__am, 400",
        "te--am, 400",
        "team/app, 400",
        "te.a_m-1, 201",
        "1, 201"
    })
    void names_are_as_harbor_rules_them(String name, int status) throws Exception {
        assertThat(create(ADMIN, "{\"project_name\":\"" + name + "\"}").statusCode())
                .isEqualTo(status);
    }

    @Test
    void a_name_is_at_most_255_characters_long_and_taken_once() throws Exception {
        var longest = "{\"project_name\":\"" + "a".repeat(255) + "\"}";

        assertThat(create(ADMIN, longest).statusCode()).isEqualTo(201);
        assertThat(create(ADMIN, longest).statusCode()).isEqualTo(409);
        assertThat(create(ADMIN, longest.replace("aa", "aaa")).statusCode()).isEqualTo(422);
    }

    @Test
    void a_name_of_digits_is_told_from_a_number_by_the_field() throws Exception {
        var _ = create(ADMIN, "{\"project_name\":\"1\"}");
        var byName = core.send(
                GET, PROJECTS + "/1", "", "Authorization", ADMIN, "X-Is-Resource-Name", "true");

        assertThat(byName.body()).contains("\"project_id\":2");
        assertThat(ask(GET, "/1", ADMIN).body()).contains("\"name\":\"library\"");
    }

    @ParameterizedTest
    @CsvSource({
        "public, yes, 400",
        "public, 1, 400",
        "prevent_vul, maybe, 400",
        "severity, awful, 400",
        "severity, negligible, 201",
        "retention_id, 7, 400",
        "unheard_of, x, 201",
        "proxy_speed_kb, 5, 201"
    })
    void metadata_is_checked_and_what_is_unknown_is_left_out(String name, String value, int status)
            throws Exception {
        var created = create(
                ADMIN,
                "{\"project_name\":\"team\",\"metadata\":{\"%s\":\"%s\"}}".formatted(name, value));

        assertThat(created.statusCode()).isEqualTo(status);
        if (status == 201) {
            assertThat(ask(GET, "/team", ADMIN).body())
                    .doesNotContain("unheard_of", "proxy_speed_kb", "negligible");
        }
    }

    @Test
    void the_configuration_says_who_makes_projects_and_how_large_they_get() throws Exception {
        var _ = core.addUser("anna");
        assertThat(core.send(
                                PUT,
                                "/api/v2.0/configurations",
                                ADMIN,
                                "{\"project_creation_restriction\":\"adminonly\","
                                        + "\"storage_per_project\":4096}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(create(ANNA, "{\"project_name\":\"team\"}").statusCode()).isEqualTo(403);
        assertThat(create(ADMIN, "{\"project_name\":\"team\"}").statusCode()).isEqualTo(201);
        assertThat(core.get(PROJECTS + "/team/summary", ADMIN).body())
                .contains("\"hard\":{\"storage\":4096}");
    }

    @Test
    void a_proxy_project_cannot_be_made_yet() throws Exception {
        assertThat(create(ADMIN, "{\"project_name\":\"hub\",\"registry_id\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void everybody_lists_what_they_see_and_the_total_counts_nothing_else() throws Exception {
        var anna = core.addUser("anna");
        var _ = core.addProject("hidden", false);
        core.addMember(core.addProject("team", false), anna, Role.GUEST);
        var _ = core.addProject("open", true);

        assertTotal("3", "?sort=name", ANNA).containsSubsequence("library", "open", "team");
        assertTotal("2", "", "").contains("library", "open").doesNotContain("team", "hidden");
        assertTotal("4", "", ADMIN).contains("hidden");
        assertTotal("1", "?public=false", ANNA).contains("team").doesNotContain("hidden");
        assertTotal("0", "?name=idde", ANNA).isEqualTo("[]\n");
        assertTotal("0", "?q=name=hidden", ANNA).isEqualTo("[]\n");
        assertTotal("4", "?owner=admin", ADMIN).contains("hidden");
        assertTotal(
                        "2",
                        "?q=name={'team' 'open'}"
                                .replace(" ", "%20")
                                .replace("{", "%7B")
                                .replace("}", "%7D"),
                        ADMIN)
                .contains("team", "open");
    }

    private org.assertj.core.api.AbstractStringAssert<?> assertTotal(
            String total, String query, String authorization)
            throws IOException, InterruptedException {
        var answer = authorization.isEmpty()
                ? core.send(GET, PROJECTS + query, "")
                : ask(GET, query, authorization);
        assertThat(answer.headers().firstValue("X-Total-Count")).as(query).contains(total);
        return assertThat(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?name=%00", "?owner=%00", "?q=name=~%2500", "?public=maybe"})
    void what_no_column_can_be_is_refused(String query) throws Exception {
        assertThat(ask(GET, query, ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void a_name_that_no_project_can_have_is_not_there() throws Exception {
        assertThat(head("%00", ADMIN)).isEqualTo(404);
        assertThat(core.get("/api/v2.0/search?q=%00", ADMIN).statusCode()).isEqualTo(400);
    }

    @Test
    void a_list_without_detail_leaves_out_metadata_and_owner() throws Exception {
        assertThat(list("?with_detail=false", ADMIN))
                .contains("\"name\":\"library\"")
                .doesNotContain("metadata", "owner_name", "cve_allowlist");
        assertThat(list("", ADMIN)).contains("metadata", "owner_name", "cve_allowlist");
    }

    @Test
    void a_project_is_there_for_those_who_see_it() throws Exception {
        var anna = core.addUser("anna");
        var _ = core.addProject("hidden", false);
        core.addMember(core.addProject("team", false), anna, Role.LIMITED_GUEST);

        assertThat(head("team", ANNA)).isEqualTo(200);
        assertThat(head("library", ANNA)).isEqualTo(200);
        assertThat(head("hidden", ANNA)).isEqualTo(404);
        assertThat(head("hidden", ADMIN)).isEqualTo(200);
        assertThat(head("absent", ADMIN)).isEqualTo(404);
    }

    private int head(String name, String authorization) throws IOException, InterruptedException {
        return ask(HEAD, "?project_name=" + name, authorization).statusCode();
    }

    @Test
    void a_project_is_changed_by_what_the_body_names_and_keeps_the_rest() throws Exception {
        var _ = create(ADMIN, "{\"project_name\":\"team\",\"metadata\":{\"severity\":\"high\"}}");

        assertThat(put(
                        "/team",
                        ADMIN,
                        "{\"project_name\":\"other\",\"metadata\":{\"public\":\"true\"},"
                                + "\"cve_allowlist\":{\"items\":[{\"cve_id\":\"CVE-1\"}]}}"))
                .isEqualTo(200);

        assertThat(ask(GET, "/team", ADMIN).body())
                .contains("\"name\":\"team\"", "\"public\":\"true\"", "\"severity\":\"high\"")
                .contains("\"items\":[{\"cve_id\":\"CVE-1\"}]");
        assertThat(put("/team", ADMIN, "{\"cve_allowlist\":{\"project_id\":1,\"items\":[]}}"))
                .isEqualTo(400);
        assertThat(put(
                        "/team",
                        ADMIN,
                        "{\"cve_allowlist\":{\"items\":[{\"cve_id\":\"A\"},{\"cve_id\":\"A\"}]}}"))
                .isEqualTo(400);
        assertThat(put("/team", ADMIN, "{\"cve_allowlist\":{\"items\":[null]}}"))
                .isEqualTo(400);
    }

    @Test
    void allowlists_are_in_pages_and_not_where_many_projects_are_shown() throws Exception {
        var listed = "{\"items\":[{\"cve_id\":\"CVE-1\"},{\"cve_id\":\"CVE-22\"}]}";
        var _ = create(ADMIN, "{\"project_name\":\"team\",\"cve_allowlist\":" + listed + "}");

        assertThat(ask(GET, "?name=team", ADMIN).body()).contains("CVE-22", "CVE-1");
        assertThat(ask(GET, "?page_size=0", ADMIN).body())
                .contains("\"team\"")
                .doesNotContain("CVE-22", "cve_allowlist");
        assertThat(core.get("/api/v2.0/search?q=team", ADMIN).body())
                .contains("\"team\"", "\"public\":\"false\"")
                .doesNotContain("CVE-22", "cve_allowlist");
    }

    @Test
    void the_totals_follow_what_is_opened_closed_and_deleted() throws Exception {
        var _ = core.addProject("team", false);

        assertThat(put("/team", ADMIN, "{\"metadata\":{\"public\":\"true\"}}")).isEqualTo(200);
        assertTotal("2", "", "");
        assertThat(put("/team", ADMIN, "{\"metadata\":{\"public\":\"false\"}}")).isEqualTo(200);
        assertTotal("1", "", "");
        assertThat(put("/team", ADMIN, "{\"metadata\":{\"public\":\"true\"}}")).isEqualTo(200);
        assertThat(ask(DELETE, "/team", ADMIN).statusCode()).isEqualTo(200);
        assertTotal("1", "", "");
        assertTotal("1", "", ADMIN);
    }

    @Test
    void a_project_with_a_repository_stays() throws Exception {
        var team = core.addProject("team", false);
        core.push("team/app");

        assertThat(ask(GET, "/team/_deletable", ADMIN).body())
                .isEqualTo(
                        "{\"message\":\"the project contains repositories, can not be deleted\"}\n");
        assertThat(ask(DELETE, "/team", ADMIN).statusCode()).isEqualTo(412);
        assertThat(ask(GET, "/team", ADMIN).body()).contains("\"repo_count\":1");
        assertThat(ask(GET, "/team/summary", ADMIN).body())
                .contains(
                        "\"repo_count\":1", "\"used\":{\"storage\":" + TestCore.PUSHED_BYTES + "}");
        assertThat(core.projects().projects().find("team")).contains(team);
    }

    @Test
    void an_account_that_has_gone_becomes_no_member_and_no_owner() throws Exception {
        var anna = core.addUser("anna");
        var team = core.addProject("team", false);
        core.accounts().remove(anna.id());

        assertThatThrownBy(() -> core.addMember(team, anna, Role.GUEST))
                .isInstanceOf(HarborException.class)
                .hasMessage("there is no user anna");
        var own = NewProject.named(ProjectName.ofNew("own"), false);
        assertThatThrownBy(() -> core.projects().projects().create(own, anna))
                .isInstanceOf(HarborException.class);
        assertThat(core.storedText("project_member", "account_name")).doesNotContain("anna");
        assertThat(core.projects().projects().find("own")).isEmpty();
    }

    @Test
    void nobody_becomes_a_member_of_a_project_that_has_gone() throws Exception {
        var anna = core.addUser("anna");
        var gone = core.addProject("team", false);
        core.projects().projects().delete(gone.id());
        assertThatThrownBy(() -> core.addMember(gone, anna, Role.GUEST))
                .isInstanceOf(HarborException.class)
                .hasMessage("there is no project team");

        var _ = core.addProject("team", false);

        assertThatThrownBy(() -> core.addMember(gone, anna, Role.GUEST))
                .isInstanceOf(HarborException.class);
        assertThat(core.storedText("project_member", "account_name")).doesNotContain("anna");
    }

    @Test
    void a_project_is_deleted_with_its_members_and_its_name_is_free() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, Role.DEVELOPER);
        assertThat(ask(GET, "/team/_deletable", ADMIN).body()).isEqualTo("{\"deletable\":true}\n");

        assertThat(ask(DELETE, "/team", ADMIN).statusCode()).isEqualTo(200);
        var again = core.addProject("team", false);

        assertThat(core.projects().members().findRole(again.id(), anna.id())).isEmpty();
        assertThat(ask(GET, "/team", ANNA).statusCode()).isEqualTo(403);
    }

    @Test
    void a_removed_user_is_no_member_any_more() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, Role.DEVELOPER);

        core.accounts().remove(anna.name());

        assertThat(core.get(PROJECTS + "/team/members", ADMIN).body())
                .contains("\"admin\"")
                .doesNotContain("anna");
    }

    /// Whichever comes second sees the other: there is never a repository without its project.
    @Test
    void a_push_and_the_removal_of_its_project_exclude_each_other() throws Exception {
        for (int round = 0; round < 20; round++) {
            var name = "race" + round;
            var project = core.addProject(name, false);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Boolean> pushing = () -> pushes(name + "/app");
                Callable<Integer> deleting =
                        () -> ask(DELETE, "/" + name, ADMIN).statusCode();
                var pushed = threads.submit(pushing);
                var deleted = threads.submit(deleting);

                assertThat(List.of(pushed.get(), deleted.get()))
                        .isIn(List.of(true, 412), List.of(false, 200));
                assertThat(core.projects().projects().find(project.id()).isPresent())
                        .isEqualTo(pushed.get());
            }
        }
    }

    @Test
    void of_two_who_add_the_same_metadata_at_once_one_meets_a_conflict() throws Exception {
        for (int round = 0; round < 5; round++) {
            var path = "/race" + round + "/metadatas/";
            var _ = core.addProject("race" + round, false);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Integer> adding =
                        () -> core.send(POST, PROJECTS + path, ADMIN, "{\"auto_scan\":\"true\"}")
                                .statusCode();
                var one = threads.submit(adding);
                var other = threads.submit(adding);

                assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(200, 409);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"member%3Danna", "names%3Dteam", "names%3D%7Bteam%7D"})
    void conditions_that_harbor_sets_itself_are_ignored_as_there(String q) throws Exception {
        var _ = core.addProject("team", false);

        assertThat(list("?q=" + q, ADMIN)).contains("\"team\"", "\"library\"");
    }

    @Test
    void each_page_of_many_projects_says_how_many_there_are() throws Exception {
        for (int i = 10; i < 34; i++) {
            var _ = core.addProject("p" + i, i % 2 == 0);
        }

        for (int round = 0; round < 2; round++) {
            assertThat(names("?page=1")).startsWith("library", "p10").hasSize(10);
            assertThat(names("?page=2")).startsWith("p19").hasSize(10);
            assertThat(names("?page=3")).containsExactly("p29", "p30", "p31", "p32", "p33");
            assertThat(names("?page=4")).isEmpty();
        }
        core.projects()
                .projects()
                .delete(core.projects().projects().require("p10").id());
        assertThat(names("?page=3")).containsExactly("p30", "p31", "p32", "p33");
        var answer = ask(GET, "?page=3", ADMIN);
        assertThat(answer.headers().firstValue("X-Total-Count")).contains("24");
        assertThat(answer.headers().firstValue("Link").orElse(""))
                .contains("prev")
                .doesNotContain("next");
    }

    private List<String> names(String query) throws IOException, InterruptedException {
        return Pattern.compile("\"name\":\"([^\"]+)\"")
                .matcher(list(query, ADMIN))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private boolean pushes(String repository) {
        try {
            core.push(repository);
            return true;
        } catch (OciException refused) {
            assertThat(refused.error()).isEqualTo(new OciError.NameUnknown(repository));
            return false;
        }
    }

    @Test
    void nothing_is_pushed_where_there_is_no_project() {
        assertThatThrownBy(() -> core.push("absent/app")).isInstanceOf(OciException.class);
    }

    @Test
    void metadata_is_read_and_written_one_by_one() throws Exception {
        var _ = core.addProject("team", false);
        var all = PROJECTS + "/team/metadatas/";

        assertThat(core.send(POST, all, ADMIN, "{\"severity\":\"low\"}").statusCode())
                .isEqualTo(200);
        assertThat(core.send(POST, all, ADMIN, "{\"severity\":\"low\"}").statusCode())
                .isEqualTo(409);
        assertThat(core.send(POST, all, ADMIN, "{\"unheard_of\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(core.send(POST, all, ADMIN, "{}").statusCode()).isEqualTo(400);
        assertThat(core.get(all, ADMIN).body())
                .isEqualTo("{\"public\":\"false\",\"severity\":\"low\"}\n");
        assertThat(core.send(PUT, all + "severity", ADMIN, "{\"severity\":\"high\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(core.send(PUT, all + "severity", ADMIN, "{\"public\":\"true\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(core.get(all + "severity", ADMIN).body()).isEqualTo("{\"severity\":\"high\"}\n");
        assertThat(core.send(DELETE, all + "severity", "", "Authorization", ADMIN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(core.get(all + "severity", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void the_list_of_metadata_can_be_asked_for_without_its_slash() throws Exception {
        assertThat(core.get(PROJECTS + "/library/metadatas", ADMIN).statusCode())
                .isEqualTo(200);
    }

    @Test
    void search_finds_what_the_caller_sees() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team-blue", false), anna, Role.GUEST);
        var _ = core.addProject("team-red", false);
        core.push("team-blue/the-app");
        core.push("team-red/app");
        core.push("library/app");

        var found = core.get("/api/v2.0/search?q=APP", ANNA).body();

        assertThat(found).contains("team-blue/the-app", "library/app").doesNotContain("team-red");
        assertThat(core.get("/api/v2.0/search?q=team", ANNA).body())
                .contains("\"name\":\"team-blue\"")
                .doesNotContain("team-red");
        assertThat(core.get("/api/v2.0/search?q=app", ADMIN).body()).contains("team-red/app");
        assertThat(core.send(GET, "/api/v2.0/search?q=x", "").body())
                .isEqualTo("{\"project\":[],\"repository\":[]}\n");
        assertThat(core.send(GET, "/api/v2.0/search", "").statusCode()).isEqualTo(422);
    }

    @Test
    void statistics_count_what_the_caller_sees() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(core.addProject("team", false), anna, Role.GUEST);
        var _ = core.addProject("hidden", false);
        core.push("team/app");
        core.push("hidden/app");
        core.push("library/app");

        assertThat(core.get("/api/v2.0/statistics", ANNA).body())
                .contains("\"private_project_count\":1", "\"private_repo_count\":1")
                .contains("\"public_project_count\":1", "\"public_repo_count\":1")
                .contains("\"total_project_count\":0", "\"total_repo_count\":0");
        assertThat(core.get("/api/v2.0/statistics", ADMIN).body())
                .contains("\"private_project_count\":2", "\"private_repo_count\":2")
                .contains("\"total_project_count\":3", "\"total_repo_count\":3");
    }

    @Test
    void a_user_learns_what_they_may_do_in_a_project() throws Exception {
        var anna = core.addUser("anna");
        var team = core.addProject("team", false);
        core.addMember(team, anna, Role.GUEST);
        var hidden = core.addProject("hidden", false);
        var path = "/api/v2.0/users/current/permissions";

        assertThat(core.get(path, ANNA).body()).isEqualTo("[]\n");
        assertThat(core.get(path + "?scope=/project/" + team.id() + "&relative=true", ANNA)
                        .body())
                .contains("{\"resource\":\".\",\"action\":\"read\"}")
                .contains("{\"resource\":\"repository\",\"action\":\"pull\"}")
                .doesNotContain("push");
        assertThat(core.get(path + "?scope=/project/" + team.id(), ANNA).body())
                .contains("{\"resource\":\"/project/" + team.id() + "/repository\"");
        assertThat(core.get(path + "?scope=/project/" + hidden.id(), ANNA).body())
                .isEqualTo("[]\n");
        assertThat(core.get(path + "?scope=/project/" + hidden.id() + "&relative=true", ADMIN)
                        .body())
                .contains("{\"resource\":\"metadata\",\"action\":\"list\"}");
    }

    @Test
    void the_system_has_an_allowlist_of_its_own() throws Exception {
        var path = "/api/v2.0/system/CVEAllowlist";
        var _ = core.addUser("anna");

        assertThat(core.get(path, ANNA).body()).contains("0001-01-01T00:00:00.000Z");
        assertThat(core.send(
                                PUT,
                                path,
                                ADMIN,
                                "{\"items\":[{\"cve_id\":\"CVE-2\"}],\"expires_at\":1893456000}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(core.get(path, ANNA).body())
                .contains("\"items\":[{\"cve_id\":\"CVE-2\"}]", "\"expires_at\":1893456000");
        assertThat(core.send(PUT, path, ADMIN, "{\"items\":[{\"cve_id\":\"\"}]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/9999999999999999999", "/4711", "/UPPER", "/a__b"})
    void what_names_no_project_is_not_found(String path) throws Exception {
        assertThat(ask(GET, path, ADMIN).statusCode()).isEqualTo(404);
    }
}
