package dev.berth.auth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.testing.TestRequest;
import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AuthorizationTest {
    @ParameterizedTest
    @ValueSource(strings = {"Basic Y2k6c2VjcmV0", "basic Y2k6c2VjcmV0", "BASIC   Y2k6c2VjcmV0 "})
    void basic_is_a_name_and_a_password(String field) {
        assertThat(Authorization.parse(field))
                .isEqualTo(new Authorization.Basic("ci", Secret.of("secret")));
    }

    @Test
    void a_password_may_hold_colons_and_any_letters() {
        assertThat(Authorization.parse(TestRequest.basic("ci", "пароль:с:двоеточием")))
                .isEqualTo(new Authorization.Basic("ci", Secret.of("пароль:с:двоеточием")));
        assertThat(Authorization.parse(TestRequest.basic("ci", "")))
                .isEqualTo(new Authorization.Basic("ci", Secret.of("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc.DEF-_~+/123==", "bearer  abc.DEF-_~+/123=="})
    void bearer_is_a_token(String field) {
        assertThat(Authorization.parse(field))
                .isEqualTo(new Authorization.Bearer(Secret.of("abc.DEF-_~+/123==")));
    }

    @Test
    void no_field_is_none() {
        assertThat(Authorization.parse(List.of())).isEqualTo(new Authorization.None());
    }

    @Test
    void two_fields_say_nothing() {
        var good = TestRequest.basic("ci", "secret");

        assertThat(Authorization.parse(List.of(good, good)))
                .isEqualTo(new Authorization.Unusable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Basic",
                "Basic ",
                "Basic !!!!",
                "Basic Y2k",
                "Basic OnNlY3JldA==",
                "Basic Y2kK",
                "Basic /////w==",
                "Basic Y2k6YQ== Y2k6YQ==",
                "Bearer",
                "Bearer ",
                "Digest abc",
                "Negotiate YII=",
                "Y2k6c2VjcmV0"
            })
    void anything_else_is_unusable(String field) {
        assertThat(Authorization.parse(field)).isEqualTo(new Authorization.Unusable());
    }

    @Test
    void names_passwords_and_fields_have_limits() {
        assertThat(Authorization.parse(TestRequest.basic("n".repeat(255), "p".repeat(1024))))
                .isInstanceOf(Authorization.Basic.class);
        assertThat(Authorization.parse(TestRequest.basic("n".repeat(256), "p")))
                .isEqualTo(new Authorization.Unusable());
        assertThat(Authorization.parse(TestRequest.basic("n", "p".repeat(1025))))
                .isEqualTo(new Authorization.Unusable());
        assertThat(Authorization.parse("Bearer " + "a".repeat(16 * 1024)))
                .isEqualTo(new Authorization.Unusable());
    }

    @Test
    void control_characters_are_no_part_of_a_name_or_password() {
        assertThat(Authorization.parse(TestRequest.basic("ci\r\nX-Admin: 1", "secret")))
                .isEqualTo(new Authorization.Unusable());
        assertThat(Authorization.parse(TestRequest.basic("ci", "sec\0ret")))
                .isEqualTo(new Authorization.Unusable());
    }

    @Test
    void SEC_26_no_form_shows_a_secret() {
        assertThat(Authorization.parse(TestRequest.basic("ci", "canary")).toString())
                .doesNotContain("canary");
        assertThat(Authorization.parse("Bearer canary").toString()).doesNotContain("canary");
    }
}
