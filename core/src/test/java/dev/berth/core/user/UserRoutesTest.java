package dev.berth.core.user;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.PASSWORD;
import static dev.berth.core.testing.TestCore.basic;
import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;

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
import java.util.regex.Matcher;

/// Users as the contract and Harbor's clients know them.
@DisplayNameGeneration(ReplaceUnderscores.class)
class UserRoutesTest {
    private static final String USERS = "/api/v2.0/users";
    private static final String ANNA = basic("anna");

    private final TestCore core;

    UserRoutesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    private HttpResponse<String> create(String body) throws IOException, InterruptedException {
        return core.send(POST, USERS, ADMIN, body);
    }

    private static String user(String field, String value) {
        var body = """
                {"username":"anna","email":"anna@example.com","realname":"Anna A",
                "comment":"tests","password":"Secret pass 1","sysadmin_flag":true,"user_id":1}""";
        var written = Matcher.quoteReplacement("\"" + value + "\"");
        return body.replaceAll("(?<=\"" + field + "\":)\"[^\"]*\"", written);
    }

    @Test
    void a_created_user_is_at_its_location_and_logs_in() throws Exception {
        var created = create(user("", ""));

        assertThat(created.statusCode()).isEqualTo(201);
        var location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/api/v2.0/users/2");
        assertThat(core.get(location, ADMIN).body())
                .contains("\"user_id\":2", "\"username\":\"anna\"", "\"realname\":\"Anna A\"")
                .contains("\"email\":\"anna@example.com\"", "\"comment\":\"tests\"");
        var current = core.get(USERS + "/current", basic("anna", "Secret pass 1"));
        assertThat(current.body()).contains("\"username\":\"anna\"");
    }

    @Test
    void what_a_body_may_not_set_is_not_read() throws Exception {
        var _ = create(user("", ""));

        assertThat(core.get(USERS + "/2", ADMIN).body())
                .contains("\"sysadmin_flag\":false", "\"admin_role_in_auth\":false")
                .doesNotContain("assword");
    }

    @Test
    void an_address_logs_in_as_the_name_does() throws Exception {
        var _ = core.addUser("anna");

        assertThat(core.get(USERS + "/current", basic("anna@example.com")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} \"{1}\" is {2}")
    @CsvSource({
        "username, '', 400",
        "username, 'a,b', 400",
        "username, 'a b', 400",
        "email, '', 400",
        "email, nowhere, 400",
        "realname, '', 400",
        "realname, 'A $', 400",
        "comment, 'longer than thirty characters is too long', 400",
        "password, short1A, 400",
        "password, 'no upper case 1', 400",
        "password, 'NO LOWER CASE 1', 400",
        "password, 'No digit at all', 400",
        "password, Password123, 400"
    })
    void a_field_that_breaks_a_rule_is_refused(String field, String value, int status)
            throws Exception {
        var answer = create(user(field, value));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"BAD_REQUEST\"");
        if (field.equals("password")) {
            assertThat(answer.body()).doesNotContain(value);
        }
    }

    @Test
    void a_field_longer_than_the_contract_says_is_unprocessable() throws Exception {
        var answer = create(user("username", "a".repeat(256)));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("\"UNPROCESSABLE_ENTITY\"", "username in body should be at most 255");
    }

    @Test
    void a_taken_name_or_address_is_a_conflict() throws Exception {
        var _ = core.addUser("anna");

        assertThat(create(user("", "")).statusCode()).isEqualTo(409);
        assertThat(create(user("username", "anna2")).statusCode()).isEqualTo(409);
        assertThat(create(user("username", "anna@example.com")).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "null", "{\"username\":{}}", "{} {}"})
    void a_body_that_is_no_such_object_is_refused_and_not_repeated(String body) throws Exception {
        var answer = create(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the body is not the JSON object that is asked for");
    }

    @Test
    void no_body_and_another_type_of_body_are_told_apart() throws Exception {
        assertThat(create("").statusCode()).isEqualTo(422);
        assertThat(core.send(
                                POST,
                                USERS,
                                "username=anna",
                                "Authorization",
                                ADMIN,
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(415);
        assertThat(create("{\"comment\":\"" + "x".repeat(17_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void the_list_leaves_out_the_first_administrator() throws Exception {
        var _ = core.addUser("berta");
        var _ = core.addUser("anna");

        var list = core.get(USERS, ADMIN);

        assertThat(list.headers().firstValue("X-Total-Count")).contains("2");
        assertThat(list.headers().firstValue("Link")).isEmpty();
        assertThat(list.body()).containsSubsequence("anna", "berta").doesNotContain("\"admin\"");
    }

    @Test
    void users_are_found_by_a_part_of_their_name() throws Exception {
        for (var name : new String[] {"anna", "hannah", "berta"}) {
            var _ = core.addUser(name);
        }

        var found = core.get(USERS + "/search?username=NN", ANNA);

        assertThat(found.headers().firstValue("X-Total-Count")).contains("2");
        assertThat(found.body())
                .isEqualTo("[{\"user_id\":2,\"username\":\"anna\"},"
                        + "{\"user_id\":3,\"username\":\"hannah\"}]\n");
        assertThat(core.get(USERS + "/search", ANNA).statusCode()).isEqualTo(422);
    }

    @Test
    void a_search_tells_nothing_but_names_not_even_by_filter_or_order() throws Exception {
        var _ = core.addUser("anna");
        var berta = core.addUser("berta");
        core.accounts().setAdministrator(berta.id(), true);
        var all = core.get(USERS + "/search?username=", ANNA).body();

        for (var sent : List.of(
                "&q=email=~anna", "&q=sysadmin_flag=true", "&sort=-email", "&sort=-user_id")) {
            assertThat(core.get(USERS + "/search?username=" + sent, ANNA).body())
                    .isEqualTo(all);
        }
    }

    @Test
    void everybody_sees_themselves_and_changes_their_profile() throws Exception {
        var _ = core.addUser("anna");
        var profile = "{\"email\":\"a@example.org\",\"realname\":\"A\",\"sysadmin_flag\":true}";

        assertThat(core.get(USERS + "/2", ANNA).statusCode()).isEqualTo(200);
        assertThat(core.send(PUT, USERS + "/2", ANNA, profile).statusCode()).isEqualTo(200);

        assertThat(core.get(USERS + "/current", ANNA).body())
                .contains("a@example.org", "\"realname\":\"A\"", "\"sysadmin_flag\":false");
    }

    @Test
    void an_administrator_is_made_and_unmade_at_once() throws Exception {
        var _ = core.addUser("anna");
        var flag = USERS + "/2/sysadmin";

        assertThat(core.get(USERS, ANNA).statusCode()).isEqualTo(403);
        assertThat(core.send(PUT, flag, ADMIN, "{\"sysadmin_flag\":true}").statusCode())
                .isEqualTo(200);
        assertThat(core.get(USERS, ANNA).statusCode()).isEqualTo(200);
        assertThat(core.send(PUT, flag, ADMIN, "{\"sysadmin_flag\":false}").statusCode())
                .isEqualTo(200);
        assertThat(core.get(USERS, ANNA).statusCode()).isEqualTo(403);
    }

    @Test
    void the_last_administrator_stays_one() throws Exception {
        var answer = core.send(PUT, USERS + "/1/sysadmin", ADMIN, "{\"sysadmin_flag\":false}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(core.get(USERS, ADMIN).statusCode()).isEqualTo(200);
    }

    @Test
    void who_knows_the_old_password_chooses_a_new_one() throws Exception {
        var _ = core.addUser("anna");
        var password = USERS + "/2/password";
        var change = "{\"old_password\":\"%s\",\"new_password\":\"%s\"}";

        assertThat(core.send(PUT, password, ANNA, change.formatted("wrong", "Another pass 2"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(core.send(PUT, password, ANNA, change.formatted(PASSWORD, "too simple"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(core.send(PUT, password, ANNA, change.formatted(PASSWORD, PASSWORD))
                        .statusCode())
                .isEqualTo(400);
        assertThat(core.send(PUT, password, ANNA, change.formatted(PASSWORD, "Another pass 2"))
                        .statusCode())
                .isEqualTo(200);

        assertThat(core.get(USERS + "/current", ANNA).statusCode()).isEqualTo(401);
        assertThat(core.get(USERS + "/current", basic("anna", "Another pass 2")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_administrator_sets_the_password_of_others_without_the_old_one_but_not_the_own()
            throws Exception {
        var _ = core.addUser("anna");
        var change = "{\"new_password\":\"Another pass 2\"}";

        assertThat(core.send(PUT, USERS + "/2/password", ADMIN, change).statusCode())
                .isEqualTo(200);
        assertThat(core.send(PUT, USERS + "/1/password", ADMIN, change).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_removed_user_is_gone_at_once() throws Exception {
        var _ = core.addUser("anna");
        assertThat(core.get(USERS + "/current", ANNA).statusCode()).isEqualTo(200);

        assertThat(core.send(DELETE, USERS + "/2", "", "Authorization", ADMIN).statusCode())
                .isEqualTo(200);

        assertThat(core.get(USERS + "/current", ANNA).statusCode()).isEqualTo(401);
        assertThat(core.get(USERS + "/2", ADMIN).statusCode()).isEqualTo(404);
        assertThat(core.send(DELETE, USERS + "/2", "", "Authorization", ADMIN).statusCode())
                .isEqualTo(404);
    }

    @Test
    void nobody_removes_the_first_administrator_or_themselves() throws Exception {
        var anna = core.addUser("anna");
        core.accounts().setAdministrator(anna.id(), true);

        assertThat(core.send(DELETE, USERS + "/1", "", "Authorization", ANNA).statusCode())
                .isEqualTo(403);
        assertThat(core.send(DELETE, USERS + "/2", "", "Authorization", ANNA).statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_cli_secret_needs_another_way_to_log_in() throws Exception {
        var _ = core.addUser("anna");

        assertThat(core.send(PUT, USERS + "/2/cli_secret", ANNA, "{\"secret\":\"x\"}")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void a_number_that_is_none_is_unprocessable_and_an_unknown_one_not_found() throws Exception {
        assertThat(core.get(USERS + "/anna", ADMIN).statusCode()).isEqualTo(422);
        assertThat(core.get(USERS + "/4711", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void SEC_A4_a_foreign_user_looks_the_same_whether_it_exists_or_not() throws Exception {
        var _ = core.addUser("anna");
        var _ = core.addUser("berta");

        for (var method : List.of(GET, PUT, DELETE)) {
            var there = core.send(method, USERS + "/3", "", "Authorization", ANNA);
            var absent = core.send(method, USERS + "/4711", "", "Authorization", ANNA);

            assertThat(there.statusCode()).isEqualTo(absent.statusCode()).isEqualTo(403);
            assertThat(there.body()).isEqualTo(absent.body());
        }
    }
}
