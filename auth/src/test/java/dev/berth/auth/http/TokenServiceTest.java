package dev.berth.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.testing.Json;
import dev.berth.auth.testing.TestAuth;
import dev.berth.auth.testing.TestRequest;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Query;
import dev.berth.platform.http.Response;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// The token service as its clients use it; `oci-registry.md` §3.1 and §3.2.
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(Lifecycle.PER_CLASS)
class TokenServiceTest {
    /// For the tests that change nothing; the others open one of their own.
    private final TestAuth auth;

    TokenServiceTest() throws InterruptedException {
        auth = open();
    }

    private static TestAuth open() throws InterruptedException {
        var opened = new TestAuth(Map.of());
        opened.permissions().give("", "library/:pull");
        opened.addAccount("ci", "team/:push");
        return opened;
    }

    @AfterAll
    void close() {
        auth.close();
    }

    @Test
    void docker_login_gets_a_token_for_nothing_special_that_opens_the_ping() throws Exception {
        var response = auth.token(TestRequest.getToken(
                        "account", "ci",
                        "client_id", "docker",
                        "offline_token", "true",
                        "service", "berth")
                .withBasic("ci", TestAuth.PASSWORD));

        assertThat(response.status()).isEqualTo(200);
        assertThat(access(response)).isEqualTo("[]");
        assertThat(Json.of(response).has("refresh_token")).isFalse();
        var ping = TestRequest.of(Method.GET, "unused").withBearer(Json.text(response, "token"));
        assertThat(auth.feature().guards().ping().admit(ping).name()).isEqualTo("ci");
    }

    @Test
    void docker_push_gets_what_it_asks_for() throws Exception {
        var response = auth.token(TestRequest.getToken(
                        "account", "ci",
                        "scope", "repository:team/app:pull,push",
                        "service", "berth")
                .withBasic("ci", TestAuth.PASSWORD));

        assertThat(access(response)).isEqualTo("[repository team/app [pull, push]]");
    }

    @Test
    void containerd_posts_a_password_first() throws Exception {
        var response = auth.token(post(
                "grant_type", "password",
                "service", "berth",
                "client_id", "containerd-client",
                "scope", "repository:team/app:pull",
                "username", "ci",
                "password", TestAuth.PASSWORD));

        assertThat(response.status()).isEqualTo(200);
        assertThat(access(response)).isEqualTo("[repository team/app [pull]]");
        assertThat(Json.text(response, "scope")).isEqualTo("repository:team/app:pull");
        assertThat(Json.of(response).has("refresh_token")).isFalse();
    }

    @Test
    void containerd_without_credentials_asks_as_nobody_by_get() throws Exception {
        var response = auth.token(
                TestRequest.getToken("scope", "repository:library/app:pull", "service", "berth"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(access(response)).isEqualTo("[repository library/app [pull]]");
    }

    @Test
    void podman_mounts_with_two_scopes_in_two_parameters() throws Exception {
        var response = auth.token(TestRequest.getToken(
                        "account", "ci",
                        "scope", "repository:team/app:pull,push",
                        "scope", "repository:team/base:pull",
                        "service", "berth")
                .withBasic("ci", TestAuth.PASSWORD));

        assertThat(access(response))
                .isEqualTo("[repository team/app [pull, push], repository team/base [pull]]");
    }

    @Test
    void crane_names_push_before_pull() throws Exception {
        var response = auth.token(
                TestRequest.getToken("scope", "repository:team/app:push,pull", "service", "berth")
                        .withBasic("ci", TestAuth.PASSWORD));

        assertThat(access(response)).isEqualTo("[repository team/app [pull, push]]");
    }

    @Test
    void oras_asks_for_several_scopes_between_spaces_and_some_it_may_not_have() throws Exception {
        var response = auth.token(post(
                "grant_type", "password",
                "service", "berth",
                "client_id", "oras-go",
                "scope", "repository:team/app:delete,pull,push repository:other/app:pull",
                "username", "ci",
                "password", TestAuth.PASSWORD));

        assertThat(access(response)).isEqualTo("[repository team/app [pull, push]]");
    }

    @Test
    void the_answer_to_get_has_both_spellings_and_the_times() throws Exception {
        var response = auth.token(TestRequest.getToken().withBasic("ci", TestAuth.PASSWORD));

        assertThat(response.headers().first("Content-Type")).contains("application/json");
        assertThat(auth.feature().routes().fields().first("Cache-Control")).contains("no-store");
        assertThat(Json.text(response, "token")).isEqualTo(Json.text(response, "access_token"));
        assertThat(Json.of(response).get("expires_in").asInt()).isEqualTo(1800);
        assertThat(Instant.parse(Json.text(response, "issued_at")))
                .isEqualTo(auth.clock().instant());
    }

    /// Granted is what is asked for and allowed; never an error because it is less.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ci    | repository:team/app:*           | [repository team/app [pull, push]]",
                "ci    | repository:team/app:delete      | []",
                "ci    | repository:secret/app:pull      | []",
                "ci    | repository:team/app:fly,pull    | [repository team/app [pull]]",
                "ci    | registry:catalog:*              | []",
                "ci    | kubernetes:cluster:*            | []",
                "ci    | repository(plugin):team/p:pull  | [repository team/p [pull]]",
                "ci    | repository:team/a:pull repository:team/a:push | [repository team/a [pull, push]]",
                "admin | repository:any/app:*            | [repository any/app [pull, push, delete]]",
                "admin | registry:catalog:*              | [registry catalog [*]]",
                "admin | registry:settings:*             | []",
                "''    | repository:library/app:*        | [repository library/app [pull]]",
                "''    | repository:team/app:pull        | []",
            })
    void granted_is_what_is_asked_for_and_allowed(String name, String scope, String granted)
            throws Exception {
        var request = TestRequest.getToken("scope", scope, "service", "berth");
        var asked = name.isEmpty() ? request : request.withBasic(name, TestAuth.PASSWORD);

        var response = auth.token(asked);

        assertThat(response.status()).isEqualTo(200);
        assertThat(access(response)).isEqualTo(granted);
    }

    @Test
    void wrong_credentials_are_refused_and_not_taken_for_nobody() throws Exception {
        var response =
                auth.token(TestRequest.getToken("service", "berth").withBasic("ci", "wrong horse"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers().first("WWW-Authenticate")).contains("Basic realm=\"berth\"");
        assertThat(error(response)).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void a_token_does_not_beget_tokens() throws Exception {
        var token = auth.tokenFor(TestRequest.getToken().withBasic("ci", TestAuth.PASSWORD));

        assertThat(auth.token(TestRequest.getToken().withBearer(token)).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_for_another_service_is_not_issued() throws Exception {
        var get = auth.token(TestRequest.getToken("service", "registry.example")
                .withBasic("ci", TestAuth.PASSWORD));
        var post = auth.token(post(
                "grant_type", "password",
                "service", "registry.example",
                "username", "ci",
                "password", TestAuth.PASSWORD));

        assertThat(get.status()).isEqualTo(400);
        assertThat(post.status()).isEqualTo(400);
        assertThat(Json.text(post, "error")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"repository", "repository:a", "a b", "repository::pull"})
    void a_malformed_scope_is_a_bad_request(String scope) throws Exception {
        assertThat(auth.token(TestRequest.getToken("scope", scope)).status()).isEqualTo(400);
    }

    @Test
    void an_unsupported_grant_type_is_answered_as_the_specification_says() throws Exception {
        var response = auth.token(post("grant_type", "client_credentials", "service", "berth"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(Json.text(response, "error")).isEqualTo("unsupported_grant_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "service=berth",
                "grant_type=password",
                "grant_type=password&username=ci",
                "grant_type=password&username=ci&password=",
                "grant_type=password&grant_type=password&username=ci&password=x",
                "grant_type=password&username=ci&username=admin&password=x",
                "grant_type=refresh_token",
                "grant_type=password&username=%zz&password=x"
            })
    void a_malformed_form_is_an_invalid_request(String form) throws Exception {
        var response = auth.token(TestRequest.postToken(form));

        assertThat(response.status()).isEqualTo(400);
        assertThat(Json.text(response, "error")).isEqualTo("invalid_request");
    }

    @Test
    void a_body_that_is_no_form_is_an_invalid_request() throws Exception {
        var json = new TestRequest(
                Method.POST,
                "/service/token",
                Map.of(),
                Query.NONE,
                Headers.of("Content-Type", "application/json"),
                "{\"grant_type\":\"password\"}",
                InetAddress.getLoopbackAddress());

        assertThat(auth.token(json).status()).isEqualTo(400);
    }

    @Test
    void a_wrong_password_by_post_is_an_invalid_grant() throws Exception {
        var response = auth.token(post(
                "grant_type", "password",
                "service", "berth",
                "username", "ci",
                "password", "wrong horse"));

        assertThat(response.status()).isEqualTo(401);
        assertThat(Json.text(response, "error")).isEqualTo("invalid_grant");
    }

    @Test
    void who_guesses_is_told_when_to_come_again() throws Exception {
        var guess = TestRequest.getToken("service", "berth").withBasic("ci", "wrong horse");
        try (var own = open()) {
            for (int i = 0; i < 5; i++) {
                assertThat(own.token(guess).status()).isEqualTo(401);
            }

            var response = own.token(guess);

            assertThat(response.status()).isEqualTo(429);
            assertThat(response.headers().first("Retry-After")).contains("1");
            assertThat(error(response)).isEqualTo("TOOMANYREQUESTS");
        }
    }

    @Test
    void a_refresh_token_gets_access_tokens_with_the_rights_of_then() throws Exception {
        var refresh = refreshToken(auth);

        var response = auth.token(refresh(refresh, "repository:team/app:pull"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(access(response)).isEqualTo("[repository team/app [pull]]");
    }

    @Test
    void a_refresh_token_opens_no_door_itself() throws Exception {
        var request = TestRequest.of(Method.GET, "team/app").withBearer(refreshToken(auth));

        var refused = catchThrowableOfType(
                AuthException.class, () -> auth.feature().guards().pull().admit(request));

        assertThat(refused.refusal()).isInstanceOf(AuthRefusal.InvalidToken.class);
    }

    @Test
    void a_refresh_token_dies_with_the_password_and_with_the_account() throws Exception {
        var ci = new AccountName("ci");
        try (var own = open()) {
            var first = refreshToken(own);
            own.accounts().changePassword(ci, Secret.of(TestAuth.PASSWORD));
            assertThat(own.token(refresh(first, "")).status()).isEqualTo(401);

            var second = refreshToken(own);
            own.accounts().remove(ci);
            own.addAccount("ci", "team/:push");

            var response = own.token(refresh(second, ""));
            assertThat(response.status()).isEqualTo(401);
            assertThat(Json.text(response, "error")).isEqualTo("invalid_grant");
        }
    }

    @Test
    void docker_keeps_a_refresh_token_in_place_of_the_password_where_that_is_wanted()
            throws Exception {
        try (var other = new TestAuth(Map.of("auth.identity-tokens", "true"))) {
            var login = TestRequest.getToken("service", "berth", "offline_token", "true");

            var known = other.token(login.withBasic("admin", TestAuth.PASSWORD));
            var nobody = other.token(login);

            var again = refresh(Json.text(known, "refresh_token"), "repository:a:pull");
            assertThat(access(other.token(again))).isEqualTo("[repository a [pull]]");
            assertThat(Json.of(nobody).has("refresh_token")).isFalse();
        }
    }

    @Test
    void SEC_26_no_refusal_repeats_what_was_sent() throws Exception {
        var canary = "canary-9f3a";
        var refused = auth.token(
                TestRequest.getToken("service", canary, "scope", canary).withBasic(canary, canary));
        var posted = auth.token(post(
                "grant_type", canary, "service", canary, "username", canary, "password", canary));

        assertThat(Json.of(refused).toString()).doesNotContain(canary);
        assertThat(Json.of(posted).toString()).doesNotContain(canary);
    }

    private static String refreshToken(TestAuth auth) throws Exception {
        return Json.text(
                auth.token(post(
                        "grant_type", "password",
                        "service", "berth",
                        "client_id", "docker",
                        "access_type", "offline",
                        "username", "ci",
                        "password", TestAuth.PASSWORD)),
                "refresh_token");
    }

    private static TestRequest refresh(String token, String scope) {
        return post(
                "grant_type", "refresh_token",
                "service", "berth",
                "client_id", "docker",
                "scope", scope,
                "refresh_token", token);
    }

    private static TestRequest post(String... namesAndValues) {
        var form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return TestRequest.postToken(form.toString());
    }

    /// The access list of the token in an answer, in one line.
    private static String access(Response response) throws Exception {
        var claims = SignedJWT.parse(Json.text(response, "access_token")).getJWTClaimsSet();
        return claims.getListClaim("access").stream()
                .map(entry -> (Map<?, ?>) entry)
                .map(entry ->
                        entry.get("type") + " " + entry.get("name") + " " + entry.get("actions"))
                .toList()
                .toString();
    }

    private static String error(Response response) {
        return Json.of(response).get("errors").get(0).get("code").asString();
    }
}
