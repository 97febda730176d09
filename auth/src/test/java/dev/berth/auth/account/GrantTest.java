package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.auth.Action;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GrantTest {
    @ParameterizedTest
    @CsvSource({
        "*,        team/app,    true",
        "*,        app,         true",
        "team/,    team/app,    true",
        "team/,    team/a/b,    true",
        "team/,    teamx/app,   false",
        "team/,    teamx,       false",
        "team/,    team,        false",
        "team/,    team/,       false",
        "team/,    x/team/app,  false",
        "team/a/,  team/app,    false",
        "team/app, team/app,    true",
        "team/app, team/app/x,  false",
        "team/app, team/apps,   false",
        "team/,    Team/app,    false",
    })
    void a_prefix_covers_whole_segments(String prefix, String repository, boolean covers) {
        assertThat(new RepositoryPrefix(prefix).covers(repository)).isEqualTo(covers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/team",
                "team//app",
                "team/*",
                "**",
                "Team/",
                "../team/",
                "team/./",
                "team ",
                "team%2fapp",
                "a..b/",
                "a/b/\n"
            })
    void SEC_02_a_prefix_that_is_no_path_of_segments_is_refused(String text) {
        assertThatThrownBy(() -> new RepositoryPrefix(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write `*` for all");
    }

    @ParameterizedTest
    @CsvSource({
        "team/:pull,             team/:pull",
        "team/:push,             team/:pull+push",
        "team/app:delete,        team/app:delete",
        "*:delete+push+pull,     *:pull+push+delete",
    })
    void a_grant_reads_back_with_pull_beside_push(String text, String complete) {
        assertThat(Grant.parse(text)).hasToString(complete).isEqualTo(Grant.parse(complete));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team/", "team/:", "team/:*", "team/:admin", "team/:pull+", ":pull"})
    void SEC_01_a_grant_has_nothing_but_a_prefix_and_the_three_actions(String text) {
        assertThatThrownBy(() -> Grant.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_grant_allows_its_actions_on_its_repositories_only() {
        var grant = Grant.parse("team/:push");

        assertThat(grant.allows("team/app", Action.PULL)).isTrue();
        assertThat(grant.allows("team/app", Action.PUSH)).isTrue();
        assertThat(grant.allows("team/app", Action.DELETE)).isFalse();
        assertThat(grant.allows("other/app", Action.PULL)).isFalse();
    }
}
