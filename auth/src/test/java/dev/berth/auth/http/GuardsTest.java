package dev.berth.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Resource;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.testing.TestAuth;
import dev.berth.auth.testing.TestRequest;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Method;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(Lifecycle.PER_CLASS)
class GuardsTest {
    private static final String CHALLENGE =
            "Bearer realm=\"https://registry.example/service/token\",service=\"berth\"";

    /// For the tests that change nothing; the others open one of their own.
    private final TestAuth auth;

    private final Guards guards;

    GuardsTest() throws InterruptedException {
        auth = open();
        guards = auth.feature().guards();
    }

    private static TestAuth open() throws InterruptedException {
        var opened = new TestAuth(Map.of());
        opened.permissions().give("", "library/:pull");
        opened.addAccount("ci", "team/:push", "base/:pull");
        opened.addAccount("reader", "team/:pull");
        return opened;
    }

    @AfterAll
    void close() {
        auth.close();
    }

    /// Who × guard × repository with a password, and what they hear.
    @ParameterizedTest
    @CsvSource({
        "admin,  pull,   any/thing,   200",
        "admin,  push,   any/thing,   200",
        "admin,  delete, any/thing,   200",
        "ci,     pull,   team/app,    200",
        "ci,     push,   team/app,    200",
        "ci,     delete, team/app,    403",
        "ci,     pull,   base/alpine, 200",
        "ci,     push,   base/alpine, 403",
        "ci,     pull,   teamx/app,   403",
        "ci,     pull,   library/app, 200",
        "reader, pull,   team/app,    200",
        "reader, push,   team/app,    403",
        "reader, pull,   nothing/yet, 403",
        "'',     pull,   library/app, 200",
        "'',     push,   library/app, 401",
        "'',     pull,   team/app,    401",
        "'',     pull,   nothing/yet, 401",
    })
    void a_password_opens_what_its_account_may(
            String name, String action, String repository, int status) {
        var request = TestRequest.of(Method.GET, repository);
        var asked = name.isEmpty() ? request : request.withBasic(name, TestAuth.PASSWORD);

        assertThat(statusOf(guard(action), asked)).isEqualTo(status);
    }

    /// Token scope × guard × repository, with an account that may push to team/.
    @ParameterizedTest
    @CsvSource({
        "repository:team/app:pull,      pull,   team/app,    200",
        "repository:team/app:pull,      push,   team/app,    401",
        "repository:team/app:push,      push,   team/app,    200",
        "repository:team/app:push,      pull,   team/app,    401",
        "repository:team/app:pull,      pull,   team/other,  401",
        "repository:team/app:pull,      pull,   teamx/app,   403",
        "repository:team/app:*,         push,   team/app,    200",
        "repository:team/app:*,         delete, team/app,    403",
        "repository:team/app:delete,    delete, team/app,    403",
        "registry:catalog:*,            pull,   team/app,    401",
    })
    void a_token_opens_what_it_was_issued_for_and_its_account_may(
            String scope, String action, String repository, int status) throws Exception {
        var request = TestRequest.of(Method.GET, repository)
                .withBearer(token("ci", scope.replace('+', ',')));

        assertThat(statusOf(guard(action), request)).isEqualTo(status);
    }

    @Test
    void a_robot_is_let_in_by_password_and_token_until_it_may_not_any_more() throws Exception {
        try (var own = open()) {
            own.robots().put(7, "robot$team+ci", TestAuth.PASSWORD);
            own.permissions().give("robot$team+ci", "team/:pull");
            var pull = own.feature().guards().pull();
            var asked = TestRequest.of(Method.GET, "team/app");
            var basic = asked.withBasic("robot$team+ci", TestAuth.PASSWORD);
            var bearer = asked.withBearer(own.tokenFor(TestRequest.getToken(
                            "service", "berth", "scope", "repository:team/app:pull,push")
                    .withBasic("robot$team+ci", TestAuth.PASSWORD)));
            assertThat(statusOf(pull, basic)).isEqualTo(200);
            assertThat(statusOf(pull, bearer)).isEqualTo(200);
            assertThat(statusOf(own.feature().guards().push(), bearer)).isEqualTo(403);

            own.permissions().take("robot$team+ci", "team/");
            assertThat(statusOf(pull, bearer)).isEqualTo(403);
            own.permissions().give("robot$team+ci", "team/:pull");

            own.robots().put(7, "robot$team+ci", "another horse");
            assertThat(statusOf(pull, basic)).isEqualTo(401);
            assertThat(statusOf(pull, bearer)).isEqualTo(401);
        }
    }

    /// Accounts and robots are numbered apart.
    @Test
    void a_token_of_a_robot_is_none_of_the_account_with_its_number() throws Exception {
        try (var own = open()) {
            own.robots().put(1, "robot$team+ci", TestAuth.PASSWORD);
            var token = own.tokenFor(TestRequest.getToken("service", "berth")
                    .withBasic("robot$team+ci", TestAuth.PASSWORD));
            var asked = TestRequest.of(Method.GET, "team/app").withBearer(token);
            assertThat(statusOf(own.feature().guards().ping(), asked)).isEqualTo(200);
            assertThat(statusOf(own.feature().guards().pull(), asked)).isEqualTo(403);

            own.robots().remove(1);

            assertThat(statusOf(own.feature().guards().ping(), asked)).isEqualTo(401);
        }
    }

    @Test
    void whoever_shows_nothing_is_told_where_to_get_a_token_and_for_what() {
        var request = TestRequest.of(Method.PUT, "team/app");

        assertThat(challenge(guards.pull(), request))
                .isEqualTo(CHALLENGE + ",scope=\"repository:team/app:pull\"");
        assertThat(challenge(guards.push(), request))
                .isEqualTo(CHALLENGE + ",scope=\"repository:team/app:pull,push\"");
        assertThat(challenge(guards.delete(), request))
                .isEqualTo(CHALLENGE + ",scope=\"repository:team/app:delete\"");
        assertThat(challenge(guards.catalog(), request))
                .isEqualTo(CHALLENGE + ",scope=\"registry:catalog:*\"");
        assertThat(challenge(guards.ping(), request)).isEqualTo(CHALLENGE);
    }

    @Test
    void a_token_for_too_little_is_told_what_to_ask_for() throws Exception {
        var request = TestRequest.of(Method.PUT, "team/app")
                .withBearer(token("ci", "repository:team/app:pull"));

        assertThat(refusal(guards.push(), request))
                .isInstanceOf(AuthRefusal.InsufficientScope.class);
        assertThat(challenge(guards.push(), request))
                .isEqualTo(CHALLENGE
                        + ",scope=\"repository:team/app:pull,push\",error=\"insufficient_scope\"");
    }

    @Test
    void a_token_that_is_none_is_told_to_get_a_new_one() {
        var request = TestRequest.of(Method.GET, "library/app").withBearer("e30.e30.e30");

        assertThat(refusal(guards.pull(), request)).isInstanceOf(AuthRefusal.InvalidToken.class);
        assertThat(challenge(guards.pull(), request))
                .endsWith(",scope=\"repository:library/app:pull\",error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest abc", "Basic !", "Bearer", "Token abc"})
    void credentials_that_cannot_be_read_are_wrong_also_where_none_are_needed(String field) {
        var request = TestRequest.of(Method.GET, "library/app").with("Authorization", field);

        assertThat(refusal(guards.pull(), request))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @Test
    void a_wrong_password_is_refused_also_where_none_is_needed() {
        var request = TestRequest.of(Method.GET, "library/app").withBasic("ci", "wrong horse");

        assertThat(refusal(guards.pull(), request))
                .isInstanceOf(AuthRefusal.WrongCredentials.class);
    }

    @Test
    void SEC_08_a_refusal_is_the_same_for_every_repository() throws Exception {
        var first = TestRequest.of(Method.GET, "secret/a").withBasic("ci", TestAuth.PASSWORD);
        var second = TestRequest.of(Method.GET, "secret/b").withBasic("ci", TestAuth.PASSWORD);

        assertThat(refusal(guards.pull(), first))
                .isEqualTo(refusal(guards.pull(), second))
                .isEqualTo(new AuthRefusal.Denied(AuthRefusal.Denied.MESSAGE));
        assertThat(new AuthRefusal.Denied(AuthRefusal.Denied.MESSAGE).message())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "admin, 200",
        "ci, 403",
        "reader, 403",
        "'', 401",
    })
    void SEC_11_the_catalog_is_for_those_who_may_pull_everything(String name, int status) {
        var request = TestRequest.of(Method.GET, "unused");
        var asked = name.isEmpty() ? request : request.withBasic(name, TestAuth.PASSWORD);

        assertThat(statusOf(guards.catalog(), asked)).isEqualTo(status);
    }

    @Test
    void a_right_taken_away_closes_the_door_to_tokens_already_issued() throws Exception {
        try (var own = open()) {
            var pull = own.feature().guards().pull();
            var request = TestRequest.of(Method.GET, "team/app")
                    .withBearer(token(own, "ci", "repository:team/app:pull"));
            assertThat(statusOf(pull, request)).isEqualTo(200);

            own.permissions().take("ci", "team/");

            assertThat(refusal(pull, request))
                    .isEqualTo(new AuthRefusal.Denied(AuthRefusal.Denied.MESSAGE));
        }
    }

    @Test
    void a_token_is_worth_nothing_for_what_has_the_same_name_later() throws Exception {
        try (var own = open()) {
            var pull = own.feature().guards().pull();
            var request = TestRequest.of(Method.GET, "team/app")
                    .withBearer(token(own, "ci", "repository:team/app:pull"));
            assertThat(statusOf(pull, request)).isEqualTo(200);

            own.permissions().replace(Resource.repository("team/app"));

            assertThat(refusal(pull, request)).isInstanceOf(AuthRefusal.InsufficientScope.class);
            assertThat(statusOf(
                            pull,
                            TestRequest.of(Method.GET, "team/app")
                                    .withBearer(token(own, "ci", "repository:team/app:pull"))))
                    .isEqualTo(200);
        }
    }

    @Test
    void SEC_31_a_token_dies_with_its_account_and_means_nothing_for_a_namesake() throws Exception {
        try (var own = open()) {
            var pull = own.feature().guards().pull();
            var request = TestRequest.of(Method.GET, "team/app")
                    .withBearer(token(own, "ci", "repository:team/app:pull"));
            assertThat(statusOf(pull, request)).isEqualTo(200);

            own.accounts().remove(new AccountName("ci"));
            assertThat(refusal(pull, request)).isInstanceOf(AuthRefusal.InvalidToken.class);

            own.addAccount("ci", "team/:push");
            assertThat(refusal(pull, request)).isInstanceOf(AuthRefusal.InvalidToken.class);
        }
    }

    @Test
    void a_token_dies_with_the_password_it_was_issued_for() throws Exception {
        try (var own = open()) {
            var pull = own.feature().guards().pull();
            var request = TestRequest.of(Method.GET, "team/app")
                    .withBearer(token(own, "ci", "repository:team/app:pull"));

            own.accounts().changePassword(new AccountName("ci"), Secret.of("battery staple"));

            assertThat(refusal(pull, request)).isInstanceOf(AuthRefusal.InvalidToken.class);
        }
    }

    @Test
    void failed_logins_are_answered_with_the_time_to_wait() throws Exception {
        try (var own = open()) {
            var pull = own.feature().guards().pull();
            var wrong = TestRequest.of(Method.GET, "team/app").withBasic("ci", "wrong horse");
            for (int i = 0; i < 6; i++) {
                assertThat(statusOf(pull, wrong)).isEqualTo(401);
                own.clock().advance(Duration.ofSeconds(i < 5 ? 1 : 0));
            }

            var refusal = refusal(pull, wrong);

            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.fields().first("Retry-After")).contains("2");
        }
    }

    @Test
    void the_ping_is_for_whoever_shows_anything_right() throws Exception {
        var request = TestRequest.of(Method.GET, "unused");

        assertThat(statusOf(guards.ping(), request.withBasic("ci", TestAuth.PASSWORD)))
                .isEqualTo(200);
        assertThat(statusOf(
                        guards.ping(), request.withBearer(auth.tokenFor(TestRequest.getToken()))))
                .isEqualTo(200);
        assertThat(statusOf(guards.ping(), request)).isEqualTo(401);
        assertThat(statusOf(guards.ping(), request.withBasic("ci", "wrong horse")))
                .isEqualTo(401);
    }

    @Test
    void the_ping_can_be_opened_to_everybody() throws Exception {
        try (var open = new TestAuth(Map.of("auth.anonymous-ping", "true"))) {
            var ping = open.feature().guards().ping();

            assertThat(statusOf(ping, TestRequest.of(Method.GET, "unused"))).isEqualTo(200);
            assertThat(ping.permission()).isEqualTo("anyone");
        }
    }

    @Test
    void a_registry_for_tools_without_tokens_asks_for_a_password() throws Exception {
        try (var basic = new TestAuth(Map.of("auth.challenge", "basic"))) {
            var pull = basic.feature().guards().pull();
            var request = TestRequest.of(Method.GET, "team/app");

            assertThat(challenge(pull, request)).isEqualTo("Basic realm=\"berth\"");
            assertThat(statusOf(pull, request.withBasic("admin", TestAuth.PASSWORD)))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_name_cannot_break_out_of_the_challenge() {
        var request = TestRequest.of(Method.GET, "a\",error=\"x\\\u00e9");

        assertThat(challenge(guards.pull(), request))
                .isEqualTo(CHALLENGE + ",scope=\"repository:a,error=x:pull\"");
    }

    @Test
    void the_key_says_who_what_and_where() throws Exception {
        var access = guards.push()
                .admit(TestRequest.of(Method.POST, "team/app").withBasic("ci", TestAuth.PASSWORD));

        assertThat(access.principal().name()).isEqualTo("ci");
        assertThat(access.repository()).isEqualTo("team/app");
        assertThat(access.may(Action.PULL)).isTrue();
        assertThat(access.may(Action.PUSH)).isTrue();
        assertThat(access.may(Action.DELETE)).isFalse();
    }

    @Test
    void SEC_39_a_mount_needs_pull_on_its_source() throws Exception {
        var access = guards.push()
                .admit(TestRequest.of(Method.POST, "team/app").withBasic("ci", TestAuth.PASSWORD));

        assertThat(access.mayMountFrom("base/alpine")).isTrue();
        assertThat(access.mayMountFrom("secret/a")).isFalse();
        assertThat(access.mayMountFrom("nothing/yet")).isFalse();
    }

    @Test
    void a_mount_by_a_token_for_the_target_only_is_told_to_ask_for_both() throws Exception {
        var access = guards.push()
                .admit(TestRequest.of(Method.POST, "team/app")
                        .withBearer(token("ci", "repository:team/app:pull,push")));

        var refused =
                catchThrowableOfType(AuthException.class, () -> access.mayMountFrom("base/alpine"));

        assertThat(refused.refusal().fields().first("WWW-Authenticate"))
                .contains(CHALLENGE
                        + ",scope=\"repository:team/app:pull,push repository:base/alpine:pull\""
                        + ",error=\"insufficient_scope\"");
        assertThat(access.mayMountFrom("secret/a")).isFalse();
        assertThat(access.mayAlso(new Permission(Resource.repository("base/alpine"), Action.PULL)))
                .isTrue();
    }

    @Test
    void a_mount_by_a_token_for_both_is_let_through() throws Exception {
        var access = guards.push()
                .admit(TestRequest.of(Method.POST, "team/app")
                        .withBearer(token(
                                "ci",
                                "repository:team/app:pull,push repository:base/alpine:pull")));

        assertThat(access.mayMountFrom("base/alpine")).isTrue();
    }

    @Test
    void each_guard_names_its_permission_for_the_matrix() {
        assertThat(guards.pull().permission()).isEqualTo("pull");
        assertThat(guards.push().permission()).isEqualTo("push");
        assertThat(guards.delete().permission()).isEqualTo("delete");
        assertThat(guards.catalog().permission()).isEqualTo("catalog");
        assertThat(guards.ping().permission()).isEqualTo("login");
    }

    private String token(String name, String scope) throws Exception {
        return token(auth, name, scope);
    }

    private static String token(TestAuth auth, String name, String scope) throws Exception {
        return auth.tokenFor(
                TestRequest.getToken("scope", scope).withBasic(name, TestAuth.PASSWORD));
    }

    private RepositoryGuard guard(String action) {
        return switch (action) {
            case "pull" -> guards.pull();
            case "push" -> guards.push();
            default -> guards.delete();
        };
    }

    /// 200 for a request that is let in.
    private static int statusOf(Guard<?> guard, TestRequest request) {
        var refused = catchThrowableOfType(AuthException.class, () -> guard.admit(request));
        return refused == null ? 200 : refused.refusal().status();
    }

    private static AuthRefusal refusal(Guard<?> guard, TestRequest request) {
        return catchThrowableOfType(AuthException.class, () -> guard.admit(request))
                .refusal();
    }

    private static String challenge(Guard<?> guard, TestRequest request) {
        return refusal(guard, request).fields().first("WWW-Authenticate").orElseThrow();
    }
}
