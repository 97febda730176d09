package dev.berth.router.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/// Challenges of Harbor.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TokenServiceTest {
    @Test
    void the_service_is_what_the_challenge_names() {
        assertThat(TokenService.parse(
                        "Bearer realm=\"https://h/service/token\",service=\"harbor-registry\""))
                .hasValue("harbor-registry");
        assertThat(TokenService.parse("bearer service=\"berth\", scope=\"a:b:c\""))
                .hasValue("berth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic realm=\"harbor\"",
                "Bearer realm=\"https://h\"",
                "Bearer service=\"\"",
                "Bearer service=\"a&scope=registry:catalog:*\"",
                "Bearer service=\"a\r\nb\"",
                "Bearer xservice=\"a\""
            })
    void anything_else_names_none(String challenge) {
        assertThat(TokenService.parse(challenge)).isEmpty();
    }

    @FuzzTest
    void whatever_harbor_says_the_name_fits_into_an_address(byte[] challenge) {
        TokenService.parse(new String(challenge, StandardCharsets.ISO_8859_1))
                .ifPresent(name -> assertThat(name).matches("[A-Za-z0-9._:/-]{1,255}"));
    }
}
