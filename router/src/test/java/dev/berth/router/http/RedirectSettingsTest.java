package dev.berth.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Whither a client, or the router, may be sent.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RedirectSettingsTest {
    private final RedirectSettings redirects = new RedirectSettings(false, Set.of("store.example"));

    @Test
    void a_host_that_is_set_may_be_named_with_any_port_path_and_query() {
        assertThat(redirects.allowed("https://store.example/layer?X-Amz-Signature=a%2Fb"))
                .isPresent();
        assertThat(redirects.allowed("http://store.example:9000/")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/layer",
                "//store.example/layer",
                "//evil.example/layer",
                "https://evil.example/layer",
                "https://store.example.evil.example/",
                "https://store.example@evil.example/",
                "https://evil.example\\@store.example/",
                "https://evil.example#@store.example/",
                "https://user:password@store.example/",
                "javascript://store.example/%0aalert(1)",
                "file://store.example/etc/passwd",
                "https://store.example/\r\nSet-Cookie: a=b",
                "https://store.example/ b",
                "https://store.ex\u00e4mple/",
                "https://st\u043ere.example/",
                "https:store.example",
            })
    void SEC_20_nobody_is_sent_anywhere_else(String location) {
        assertThat(redirects.allowed(location)).isEmpty();
    }

    @FuzzTest
    void whatever_harbor_says_the_place_is_a_plain_one_at_a_host_that_is_set(byte[] bytes) {
        var location = new String(bytes, StandardCharsets.UTF_8);

        redirects.allowed(location).ifPresent(place -> {
            assertThat(place.getHost()).isEqualTo("store.example");
            assertThat(place.toString())
                    .matches("https?://store\\.example(:[0-9]*)?([/?#][\\x21-\\x7e]*)?");
        });
        assertThat(RedirectSettings.host(location)).isNotNull();
    }
}
