package dev.berth.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.config.Config;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AuthSettingsTest {
    @Test
    void SEC_18_by_default_nothing_is_open() {
        var settings = Config.of(Map.of(), AuthSettings::from);

        assertThat(settings.anonymousPing()).isFalse();
        assertThat(settings.identityTokens()).isFalse();
        assertThat(settings.adminPassword()).isEmpty();
        assertThat(settings.challenge()).isEqualTo(ChallengeScheme.BEARER);
        assertThat(settings.tokens().lifetime()).isEqualTo(Duration.ofMinutes(30));
    }

    @ParameterizedTest
    @CsvSource({
        "auth.admin-password,   Harbor12345, on every list",
        "auth.admin-password,   short,       at least 8 characters",
        "auth.token-lifetime,   59s,         from 60s",
        "auth.service,          'a\"b',      letters",
        "auth.challenge,        digest,      'bearer, basic'",
    })
    void SEC_25_a_mistake_says_what_to_write_and_shows_no_password(
            String key, String value, String remedy) {
        assertThatThrownBy(() -> Config.of(Map.of(key, value), AuthSettings::from))
                .hasMessageContaining(key)
                .hasMessageContaining(remedy)
                .satisfies(mistake -> {
                    if (key.endsWith("password")) {
                        assertThat(mistake.getMessage()).doesNotContain(value);
                    }
                });
    }

    @Test
    void SEC_26_settings_show_no_password() {
        var settings = Config.of(Map.of("auth.admin-password", "canary-9f3a"), AuthSettings::from);

        assertThat(settings.toString()).doesNotContain("canary-9f3a");
    }
}
