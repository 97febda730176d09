package dev.berth.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KindTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h30m,5400000", "7d,604800000", "0s,0"})
    void a_duration_is_numbers_with_units(String text, long milliseconds) {
        assertThat(Setting.parse(Kind.duration("0s", "30d"), text))
                .isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "PT1S", "30 s", "1w", "99999999999999d"})
    void what_is_no_duration_is_refused(String text) {
        assertRefused(Kind.duration("0s", "30d"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "512,512",
        "512B,512",
        "64KiB,65536",
        "4MiB,4194304",
        "1GiB,1073741824",
        "2TiB,2199023255552"
    })
    void a_size_is_bytes_or_a_number_with_a_binary_unit(String text, long bytes) {
        assertThat(Setting.parse(Kind.bytes("0", "4TiB"), text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4MB",
                "4M",
                "4 MiB",
                "-1",
                "9999999999TiB",
                "9999999999999999999",
                "5TiB"
            })
    void what_is_no_size_or_too_large_is_refused(String text) {
        assertRefused(Kind.bytes("0", "4TiB"), text);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:5000,127.0.0.1,5000", "[::]:0,::,0", "localhost:65535,localhost,65535"})
    void an_address_is_host_and_port(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5000",
                "host",
                ":5000",
                "host:",
                "host:x",
                "host:65536",
                "::1:5000",
                "a b:1",
                "http://a:1",
                "[]:1"
            })
    void what_is_no_address_is_refused(String text) {
        assertRefused(Kind.hostPort(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "ftp://host",
                "https:///path",
                "https://user:pass@host",
                "https://host/#a",
                "https://ho st"
            })
    void what_is_no_uri_of_the_schemes_without_user_is_refused(String text) {
        assertRefused(Kind.uri("http", "https"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "11", "1e1", "0x1", "+1", "99999999999"})
    void what_is_no_number_in_the_range_is_refused(String text) {
        assertRefused(Kind.integer(1, 10), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "True", "1"})
    void only_true_and_false_are_boolean(String text) {
        assertThat(Setting.parse(Kind.bool(), "true")).isTrue();
        assertRefused(Kind.bool(), text);
    }

    @Test
    void an_optional_value_may_be_empty_but_not_wrong() {
        var kind = Kind.path().optional();

        assertThat(Setting.parse(kind, "")).isEmpty();
        assertThat(Setting.parse(kind, "a/b")).contains(Path.of("a", "b"));
        assertRefused(kind, " ");
        assertRefused(kind, "a\0b");
    }

    @Test
    void a_setting_that_is_declared_wrongly_does_not_load() {
        assertThatThrownBy(() -> new Setting<>("listen", Kind.text(), "a", "No section."))
                .hasMessageContaining("listen");
        assertThatThrownBy(() -> new Setting<>("http.Listen", Kind.text(), "a", "Not kebab."))
                .hasMessageContaining("http.Listen");
        assertThatThrownBy(() -> new Setting<>("http.listen", Kind.text(), "a", "no sentence"))
                .hasMessageContaining("sentence");
        assertThatThrownBy(
                        () -> new Setting<>("http.listen", Kind.hostPort(), "a", "Wrong default."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_shows_nothing_and_equals_by_its_text() {
        var secret = Secret.of("sesame");

        assertThat(secret).isEqualTo(Secret.of("sesame")).isNotEqualTo(Secret.of("Sesame"));
        assertThat(Optional.of(secret).toString()).doesNotContain("sesame");
        assertThat(secret.hashCode()).isEqualTo(Secret.of("other").hashCode());
    }

    private static void assertRefused(Kind<?> kind, String text) {
        assertThatThrownBy(() -> Setting.parse(kind, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).+");
    }
}
