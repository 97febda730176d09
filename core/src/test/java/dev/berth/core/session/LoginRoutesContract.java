package dev.berth.core.session;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.core.testing.TestCore.PASSWORD;
import static dev.berth.core.testing.TestCore.basic;
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
import java.time.Duration;
import java.util.List;

/// Logging in and out with cookies, and the requests that others forge.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class LoginRoutesContract {
    private static final String CURRENT = "/api/v2.0/users/current";
    private static final String PROFILE = "/api/v2.0/users/2";
    private static final String NEW_PROFILE = "{\"email\":\"a@example.org\",\"realname\":\"A\"}";

    private final TestCore core;
    private final Browser browser;

    LoginRoutesContract(TestCore core) throws InterruptedException {
        this.core = core;
        browser = new Browser(core);
        var _ = core.addUser("anna");
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "anna@example.com"})
    void a_right_password_begins_a_session(String principal) throws Exception {
        var answer = browser.logIn(principal, PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(browser.get(CURRENT).body()).contains("\"username\":\"anna\"");
    }

    @Test
    void a_wrong_password_begins_none_and_is_told_without_a_word() throws Exception {
        var answer = browser.logIn("anna", "wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(browser.cookies).doesNotContainKey("sid");
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void a_name_that_nobody_can_have_is_a_wrong_one() throws Exception {
        for (var principal : List.of("\0", "anna\0", "\0@example.com", "x".repeat(3_000))) {
            assertThat(browser.logIn(principal, PASSWORD).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_cookie_is_kept_from_scripts_and_other_sites() throws Exception {
        var cookie = browser.logIn("anna", PASSWORD)
                .headers()
                .allValues("Set-Cookie")
                .getFirst();

        assertThat(cookie).matches("sid=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict");
    }

    @Test
    void a_session_ends_by_logging_out() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        var sid = browser.cookies.get("sid");

        assertThat(browser.get("/c/log_out").statusCode()).isEqualTo(200);
        assertThat(browser.cookies).doesNotContainKey("sid");
        browser.cookies.put("sid", String.valueOf(sid));

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_ends_an_hour_after_its_last_request() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        for (int i = 0; i < 3; i++) {
            core.clock().advance(Duration.ofMinutes(50));
            assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        }
        core.clock().advance(Duration.ofMinutes(60));

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void how_long_a_session_lasts_is_set_while_it_lasts() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        configure("{\"session_timeout\":5}");
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        core.clock().advance(Duration.ofMinutes(4));
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        core.clock().advance(Duration.ofMinutes(4));
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        core.clock().advance(Duration.ofMinutes(5));

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_of_a_minute_goes_on_while_it_is_used() throws Exception {
        configure("{\"session_timeout\":1}");
        var _ = browser.logIn("anna", PASSWORD);
        for (int i = 0; i < 4; i++) {
            core.clock().advance(Duration.ofSeconds(40));
            assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void strangers_make_themselves_a_user_on_our_page_if_they_may() throws Exception {
        var user = "{\"username\":\"%s\",\"email\":\"%1$s@example.com\",\"realname\":\"N\","
                + "\"password\":\"Secret pass 1\",\"sysadmin_flag\":true}";
        var _ = browser.get("/api/v2.0/systeminfo");
        assertThat(browser.json(POST, "/api/v2.0/users", user.formatted("too-early"))
                        .statusCode())
                .isEqualTo(401);
        configure("{\"self_registration\":true}");

        assertThat(browser.json(POST, "/api/v2.0/users", user.formatted("bert")).statusCode())
                .isEqualTo(201);
        assertThat(core.accounts().find("bert").orElseThrow().administrator()).isFalse();
        assertThat(core.send(POST, "/api/v2.0/users", "", user.formatted("by-script"))
                        .statusCode())
                .isEqualTo(403);
        var _ = browser.logIn("anna", PASSWORD);
        assertThat(browser.json(POST, "/api/v2.0/users", user.formatted("by-user"))
                        .statusCode())
                .isEqualTo(403);
    }

    private void configure(String body) throws IOException, InterruptedException {
        assertThat(core.send(PUT, "/api/v2.0/configurations", ADMIN, body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_request_that_only_looks_lets_the_session_end() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        browser.fields = List.of("X-Harbor-No-Session-Renewal", "1");
        core.clock().advance(Duration.ofMinutes(50));
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(200);
        core.clock().advance(Duration.ofMinutes(10));

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void a_changed_password_ends_every_session() throws Exception {
        var elsewhere = new Browser(core);
        var _ = browser.logIn("anna", PASSWORD);
        var _ = elsewhere.logIn("anna", PASSWORD);
        assertThat(elsewhere.get(CURRENT).statusCode()).isEqualTo(200);

        var changed = browser.json(
                PUT,
                PROFILE + "/password",
                "{\"old_password\":\"" + PASSWORD + "\",\"new_password\":\"Another pass 2\"}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
        assertThat(elsewhere.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void a_removed_account_ends_its_sessions_also_for_a_namesake() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        core.accounts().remove(2);
        var _ = core.addUser("anna");

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void nobody_chooses_somebody_elses_session_beforehand() throws Exception {
        var planted = "a".repeat(43);
        browser.cookies.put("sid", planted);
        var _ = browser.logIn("anna", PASSWORD);
        var first = browser.cookies.get("sid");
        assertThat(first).isNotEqualTo(planted);

        var _ = browser.logIn("anna", PASSWORD);

        assertThat(browser.cookies.get("sid")).isNotEqualTo(first);
        browser.cookies.put("sid", String.valueOf(first));
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @Test
    void an_administrator_by_session_is_one_as_long_as_the_account_is() throws Exception {
        core.accounts().setAdministrator(2, true);
        var _ = browser.logIn("anna", PASSWORD);
        assertThat(browser.get("/api/v2.0/users").statusCode()).isEqualTo(200);

        core.accounts().setAdministrator(2, false);

        assertThat(browser.get("/api/v2.0/users").statusCode()).isEqualTo(403);
    }

    @Test
    void a_change_by_session_needs_the_token_of_an_answer() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        assertThat(browser.json(PUT, PROFILE, NEW_PROFILE).statusCode()).isEqualTo(200);
        var good = browser.token;

        for (var bad : List.of("", "abc", "!", good.substring(2) + "AA", "A".repeat(86))) {
            browser.token = bad;
            var refused = browser.json(PUT, PROFILE, NEW_PROFILE);

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue(Csrf.FIELD)).isPresent();
        }
        browser.token = good;
        assertThat(browser.json(PUT, PROFILE, NEW_PROFILE).statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_looks_different_each_time() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        var _ = browser.get(CURRENT);
        var first = browser.token;
        var _ = browser.get(CURRENT);

        assertThat(browser.token).isNotEqualTo(first).hasSize(86);
    }

    @Test
    void a_token_without_its_cookie_fits_nothing() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        browser.cookies.remove(Csrf.COOKIE);

        assertThat(browser.json(PUT, PROFILE, NEW_PROFILE).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Origin, http://127.0.0.1:1, 403",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Sec-Fetch-Site, none, 200"
    })
    void a_page_of_somebody_else_changes_nothing_even_with_the_token(
            String field, String value, int status) throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        browser.fields = List.of(field, value);

        assertThat(browser.json(PUT, PROFILE, NEW_PROFILE).statusCode()).isEqualTo(status);
    }

    @Test
    void our_own_page_may_be_named_by_either_scheme() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        for (var scheme : List.of("http", "https")) {
            browser.fields = List.of("Origin", scheme + "://" + core.uri("/").getAuthority());

            assertThat(browser.json(PUT, PROFILE, NEW_PROFILE).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void logging_in_needs_a_token_too() throws Exception {
        var answer = browser.form("/c/login", "principal", "anna", "password", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(browser.token).isNotEmpty();
        assertThat(browser.form("/c/login", "principal", "anna", "password", PASSWORD)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_password_with_each_request_needs_no_token_and_gets_none() throws Exception {
        var answer = core.send(PUT, PROFILE, basic("anna"), NEW_PROFILE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue(Csrf.FIELD)).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void a_wrong_password_beside_a_good_session_is_nobody() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        browser.fields = List.of("Authorization", basic("anna", "wrong"));

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "username, anna, true",
        "username, berta, false",
        "username, anna@example.com, false",
        "email, anna@example.com, true",
        "email, anna, false"
    })
    void an_administrator_asks_whether_a_name_is_in_use(String target, String value, String used)
            throws Exception {
        var _ = browser.logIn("admin", PASSWORD);

        assertThat(browser.form("/c/userExists", "target", target, "value", value)
                        .body())
                .isEqualTo(used + "\n");
    }

    @Test
    void others_do_not_learn_whether_a_name_is_in_use() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);

        assertThat(browser.form("/c/userExists", "target", "username", "value", "admin")
                        .statusCode())
                .isEqualTo(412);
        assertThat(core.send(POST, "/c/userExists", ADMIN, "target=username").statusCode())
                .isEqualTo(403);
    }

    @Test
    void who_may_make_themselves_a_user_learns_whether_a_name_is_in_use() throws Exception {
        configure("{\"self_registration\":true}");
        var _ = browser.get("/api/v2.0/systeminfo");

        assertThat(browser.form("/c/userExists", "target", "username", "value", "anna")
                        .body())
                .isEqualTo("true\n");
    }

    @Test
    void an_account_has_fifty_sessions_and_the_oldest_end_first() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        core.clock().advance(Duration.ofSeconds(1));
        var second = new Browser(core);
        var _ = second.logIn("anna", PASSWORD);
        var admin = new Browser(core);
        var _ = admin.logIn("admin", PASSWORD);
        core.clock().advance(Duration.ofSeconds(1));
        for (int i = 0; i < 49; i++) {
            assertThat(new Browser(core).logIn("anna", PASSWORD).statusCode()).isEqualTo(200);
        }

        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
        assertThat(second.get(CURRENT).statusCode()).isEqualTo(200);
        assertThat(admin.get(CURRENT).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_left_of_ended_sessions_is_removed_and_the_others_stay() throws Exception {
        var _ = browser.logIn("anna", PASSWORD);
        core.clock().advance(Duration.ofMinutes(61));
        var later = new Browser(core);
        var _ = later.logIn("anna", PASSWORD);

        core.feature().sessions().expire();

        assertThat(later.get(CURRENT).statusCode()).isEqualTo(200);
        assertThat(browser.get(CURRENT).statusCode()).isEqualTo(401);
    }
}
