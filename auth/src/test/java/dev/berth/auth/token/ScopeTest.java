package dev.berth.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Resource;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ScopeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repository:team/app:pull               | repository | team/app                | pull",
                "repository:team/app:pull,push          | repository | team/app                | pull push",
                "repository(plugin):team/app:pull       | repository | team/app                | pull",
                "repository:localhost:5000/team/app:pull| repository | localhost:5000/team/app | pull",
                "registry:catalog:*                     | registry   | catalog                 | *",
                "repository:team/app:                   | repository | team/app                | ''",
                "repository:team/app:pull,pull,fly      | repository | team/app                | pull fly",
            })
    void a_scope_is_type_name_and_actions(String text, String type, String name, String actions) {
        assertThat(Scope.parse(text))
                .contains(new Scope(new Resource(type, name), Set.of(actions.split(" ", -1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "repository",
                "repository:",
                "repository:pull",
                "repository::pull",
                ":team/app:pull",
                "()repo:team/app:pull",
                "(a):team/app:pull",
                "repository):a:pull",
                "repository(a)b:team/app:pull",
                "repository:a\"b:pull",
                "repository:a\\b:pull",
                "repository:a\r\nb:pull",
                "repository:é:pull"
            })
    void a_malformed_scope_is_none(String text) {
        assertThat(Scope.parse(text)).isEmpty();
    }

    @Test
    void scopes_come_repeated_and_between_spaces() {
        var scopes = Scope.parseAll(
                List.of("repository:a:pull  repository:b:push", "registry:catalog:*"));

        assertThat(scopes.orElseThrow())
                .extracting(scope -> scope.resource().name())
                .containsExactly("a", "b", "catalog");
    }

    @Test
    void no_scope_at_all_is_fine() {
        assertThat(Scope.parseAll(List.of())).contains(List.of());
        assertThat(Scope.parseAll(List.of(""))).contains(List.of());
    }

    @Test
    void number_and_length_of_scopes_are_limited() {
        assertThat(Scope.parseAll(Collections.nCopies(64, "repository:a:pull"))).isPresent();
        assertThat(Scope.parseAll(Collections.nCopies(65, "repository:a:pull"))).isEmpty();
        assertThat(Scope.parseAll(List.of("repository:" + "a".repeat(4080) + ":pull")))
                .isPresent();
        assertThat(Scope.parseAll(List.of("repository:" + "a".repeat(4081) + ":pull")))
                .isEmpty();
    }
}
