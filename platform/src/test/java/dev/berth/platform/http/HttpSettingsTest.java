package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.Config;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5000, http.backlog,         4096,                    false",
        "[::1]:5000,     http.backlog,         4096,                    false",
        "localhost:5000, http.backlog,         4096,                    false",
        "0.0.0.0:5000,   http.backlog,         4096,                    true",
        "[::]:5000,      http.backlog,         4096,                    true",
        "10.1.2.3:5000,  http.external-url,    http://r.example.com,    true",
        "10.1.2.3:5000,  http.external-url,    https://r.example.com,   false",
        "10.1.2.3:5000,  http.trusted-proxies, 10.0.0.0/8,              false",
    })
    void it_knows_whether_others_reach_it_in_clear(
            String listen, String more, String value, boolean clear) {
        var settings = Config.of(Map.of("http.listen", listen, more, value), HttpSettings::from);

        assertThat(settings.isCleartextToOthers()).isEqualTo(clear);
    }
}
