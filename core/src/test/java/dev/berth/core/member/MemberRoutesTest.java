package dev.berth.core.member;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.access.Role;
import dev.berth.core.project.Project;
import dev.berth.core.testing.TestCore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpResponse;

/// Members as the contract and Harbor's clients know them.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MemberRoutesTest {
    private static final String MEMBERS = "/api/v2.0/projects/team/members";

    private final TestCore core;
    private final Project team;

    MemberRoutesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
        team = core.addProject("team", false);
    }

    @AfterEach
    void stop() {
        core.close();
    }

    private HttpResponse<String> add(String body) throws IOException, InterruptedException {
        return core.send(POST, MEMBERS, ADMIN, body);
    }

    private int change(long member, int role) throws IOException, InterruptedException {
        return core.send(PUT, MEMBERS + "/" + member, ADMIN, "{\"role_id\":" + role + "}")
                .statusCode();
    }

    private int remove(String path) throws IOException, InterruptedException {
        return core.send(DELETE, path, "", "Authorization", ADMIN).statusCode();
    }

    @ParameterizedTest
    @CsvSource({"1, projectAdmin", "2, developer", "3, guest", "4, maintainer", "5, limitedGuest"})
    void an_added_member_is_at_its_location_with_its_role(int role, String name) throws Exception {
        var anna = core.addUser("anna");

        var added = add("{\"role_id\":%d,\"member_user\":{\"username\":\"anna\"}}".formatted(role));

        assertThat(added.statusCode()).isEqualTo(201);
        var location = added.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(MEMBERS + "/");
        assertThat(core.get(location, ADMIN).body())
                .contains("\"entity_name\":\"anna\"", "\"entity_type\":\"u\"")
                .contains("\"entity_id\":" + anna.id(), "\"project_id\":" + team.id())
                .contains("\"role_id\":" + role, "\"role_name\":\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"role_id\":9,\"member_user\":{\"username\":\"anna\"}}', 400",
        "'{\"role_id\":2}', 400",
        "'{\"role_id\":2,\"member_user\":{\"user_id\":4711}}', 400",
        "'{\"role_id\":2,\"member_user\":{\"username\":\"nobody\"}}', 404",
        "'{\"role_id\":2,\"member_user\":{}}', 404",
        "'{\"role_id\":2,\"member_user\":{\"username\":\"\\u0000\"}}', 404",
        "'{\"role_id\":2,\"member_group\":{\"id\":1}}', 400",
        "'{\"role_id\":2,\"member_user\":{\"username\":\"admin\"}}', 409",
        "'{\"role_id\":2,\"member_user\":{\"username\":\"anna\"}}', 201"
    })
    void who_cannot_be_a_member_is_refused(String body, int status) throws Exception {
        var _ = core.addUser("anna");

        assertThat(add(body).statusCode()).isEqualTo(status);
    }

    @Test
    void members_are_listed_by_name_and_found_by_a_part_of_it() throws Exception {
        for (var name : new String[] {"berta", "anna", "hannah"}) {
            core.addMember(team, core.addUser(name), Role.DEVELOPER);
        }

        var all = core.get(MEMBERS, ADMIN);
        var found = core.get(MEMBERS + "?entityname=NN", ADMIN);

        assertThat(all.headers().firstValue("X-Total-Count")).contains("4");
        assertThat(all.body()).containsSubsequence("admin", "anna", "berta", "hannah");
        assertThat(found.headers().firstValue("X-Total-Count")).contains("2");
        assertThat(found.body()).doesNotContain("berta", "\"admin\"");
        assertThat(core.get(MEMBERS + "?page_size=2&page=2", ADMIN).headers().firstValue("Link"))
                .hasValueSatisfying(link -> assertThat(link).contains("rel=\"prev\""));
    }

    @Test
    void a_list_that_was_read_before_shows_what_has_changed_since() throws Exception {
        assertThat(listed()).doesNotContain("anna");
        var anna = core.addUser("anna");

        long member = core.addMember(team, anna, Role.GUEST);
        assertThat(listed()).contains("\"anna\"", "\"guest\"");
        assertThat(change(member, 2)).isEqualTo(200);
        assertThat(listed()).contains("\"developer\"").doesNotContain("\"guest\"");
        assertThat(remove(MEMBERS + "/" + member)).isEqualTo(200);
        assertThat(listed()).doesNotContain("anna");

        core.addMember(team, anna, Role.GUEST);
        assertThat(listed()).contains("\"anna\"");
        core.projects().accounts().remove(anna.id());
        assertThat(listed()).doesNotContain("anna");
        assertThat(core.get(MEMBERS + "?page=2", ADMIN).body().strip()).isEqualTo("[]");
    }

    private String listed() throws IOException, InterruptedException {
        return core.get(MEMBERS, ADMIN).body();
    }

    @Test
    void a_role_given_or_taken_counts_at_the_next_request() throws Exception {
        long member = core.addMember(team, core.addUser("anna"), Role.GUEST);
        var anna = basic("anna");
        assertThat(core.get(MEMBERS, anna).statusCode()).isEqualTo(200);

        assertThat(change(member, 5)).isEqualTo(200);
        assertThat(core.get(MEMBERS, anna).statusCode()).isEqualTo(403);
        assertThat(change(member, 1)).isEqualTo(200);
        assertThat(core.get(MEMBERS, anna).statusCode()).isEqualTo(200);
        assertThat(remove(MEMBERS + "/" + member)).isEqualTo(200);

        assertThat(core.get(MEMBERS, anna).statusCode()).isEqualTo(403);
        assertThat(remove(MEMBERS + "/" + member)).isEqualTo(404);
        assertThat(change(member, 2)).isEqualTo(404);
    }

    @Test
    void a_role_that_is_none_changes_nothing() throws Exception {
        var anna = core.addUser("anna");
        long member = core.addMember(team, anna, Role.GUEST);

        assertThat(change(member, 0)).isEqualTo(400);

        assertThat(core.projects().members().findRole(team.id(), anna.id())).contains(Role.GUEST);
    }

    @Test
    void SEC_A4_a_member_of_another_project_is_not_there() throws Exception {
        var anna = core.addUser("anna");
        core.addMember(team, anna, Role.PROJECT_ADMIN);
        var other = core.addProject("other", false);
        long foreign = core.addMember(other, core.addUser("berta"), Role.GUEST);

        for (var id : new long[] {foreign, 4711}) {
            var path = MEMBERS + "/" + id;
            assertThat(core.get(path, basic("anna")).statusCode()).isEqualTo(404);
            assertThat(core.send(PUT, path, basic("anna"), "{\"role_id\":1}").statusCode())
                    .isEqualTo(404);
            assertThat(remove(path)).isEqualTo(404);
        }

        assertThat(core.projects().members().require(other.id(), foreign).role())
                .isEqualTo(Role.GUEST);
    }
}
