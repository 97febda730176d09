package dev.berth.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;

/// The table, read; samples of every oddity.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectRightsTest {
    @ParameterizedTest
    @CsvSource({
        "project:delete, PROJECT_ADMIN",
        "member:create, PROJECT_ADMIN",
        "metadata:update, PROJECT_ADMIN",
        "log:list, PROJECT_ADMIN",
        "robot:create, PROJECT_ADMIN",
        "metadata:read, MAINTAINER",
        "repository:delete, MAINTAINER",
        "tag:delete, MAINTAINER",
        "repository:push, DEVELOPER",
        "repository:update, DEVELOPER",
        "tag-retention:operate, DEVELOPER",
        "member:list, GUEST",
        "robot:list, GUEST",
        "repository:pull, LIMITED_GUEST",
        "quota:read, LIMITED_GUEST",
        "sbom:read, LIMITED_GUEST"
    })
    void a_right_is_that_of_this_role_and_of_all_that_are_more_powerful(Right right, Role least) {
        assertThat(Arrays.stream(Role.values())
                        .filter(role -> ProjectRights.of(role).contains(right)))
                .containsExactly(Arrays.copyOf(
                        Role.values(), 1 + Arrays.asList(Role.values()).indexOf(least)));
    }

    @Test
    void everybody_lists_and_pulls_in_a_public_project_and_reads_no_single_repository() {
        assertThat(ProjectRights.ofEverybody())
                .contains(Right.of("repository:list"), Right.of("repository:pull"))
                .doesNotContain(
                        Right.of("repository:read"),
                        Right.of("member:list"),
                        Right.of("quota:read"),
                        Right.of("repository:push"));
    }

    @Test
    void only_administrators_list_metadata() {
        var list = Right.of("metadata:list");

        assertThat(Role.values()).noneMatch(role -> ProjectRights.of(role).contains(list));
        assertThat(ProjectRights.all()).contains(list);
    }
}
