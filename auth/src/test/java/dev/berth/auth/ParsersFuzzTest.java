package dev.berth.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.berth.auth.http.Authorization;
import dev.berth.auth.testing.TestRequest;
import dev.berth.auth.token.Scope;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Fuzz targets: whatever the text, a parser gives a value within its limits, or says no.
///
/// The build runs the inputs in the test resources; `.ci/fuzz` looks for new ones.
class ParsersFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void scope(byte[] input) {
        var text = text(input);

        Scope.parse(text).ifPresent(scope -> {
            var written = scope.resource().type() + ":" + scope.resource().name() + ":"
                    + String.join(",", scope.actions());
            assertThat(Scope.parse(written)).contains(scope);
        });
        Scope.parseAll(List.of(text))
                .ifPresent(scopes -> assertThat(scopes).hasSizeLessThanOrEqualTo(64));
    }

    @FuzzTest(maxDuration = "1m")
    void authorization(byte[] input) {
        switch (Authorization.parse(text(input))) {
            case Authorization.Basic(var name, var password) -> {
                var again = TestRequest.basic(name, password.reveal());
                assertThat(Authorization.parse(again))
                        .isEqualTo(new Authorization.Basic(name, password));
            }
            case Authorization.Bearer(var token) ->
                assertThat(token.reveal()).matches("[A-Za-z0-9._~+/=-]+");
            case Authorization.None _, Authorization.Unusable _ -> {}
        }
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
