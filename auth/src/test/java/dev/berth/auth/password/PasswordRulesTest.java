package dev.berth.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PasswordRulesTest {
    @ParameterizedTest
    @CsvSource({
        "seven77, at least 8 characters",
        "Harbor12345, on every list",
        "PASSWORD, on every list",
        "ciaccount, too easy to guess",
        "ababababab, too easy to guess",
        "'tab\there1', control characters",
    })
    void SEC_25_a_weak_password_is_refused_with_the_reason(String password, String reason) {
        assertThat(PasswordRules.refusal("ciaccount", Secret.of(password)))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal).contains(reason).doesNotContain(password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse", "8letters", "пароль-длинный", "🐎🔋📎✅ok"})
    void a_password_of_eight_characters_that_nobody_guesses_first_is_taken(String password) {
        assertThat(PasswordRules.refusal("ci", Secret.of(password))).isEmpty();
    }
}
