package dev.berth.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GrantsTest {
    private static final Right PULL = Right.of("repository:pull");
    private static final Right PUSH = Right.of("repository:push");
    private static final Right CATALOG = Right.of("catalog:read");

    private static Grants inProject(long project, Right... rights) {
        return new Grants(Set.of(), Set.of(), Map.of(project, Set.of(rights)));
    }

    private static Grants everywhere(Right... rights) {
        return new Grants(Set.of(), Set.of(rights), Map.of());
    }

    @Test
    void what_was_granted_in_one_project_counts_there_and_nowhere_else() {
        var grants = inProject(7, PULL);

        assertThat(grants.allowsInProject(7, PULL)).isTrue();
        assertThat(grants.allowsInProject(7, PUSH)).isFalse();
        assertThat(grants.allowsInProject(8, PULL)).isFalse();
        assertThat(grants.allowsInSystem(PULL)).isFalse();
        assertThat(grants.reaches(7)).isTrue();
        assertThat(grants.reaches(8)).isFalse();
        assertThat(grants.inProject(7)).containsExactly(PULL);
    }

    @Test
    void what_was_granted_everywhere_counts_in_each_project_and_not_on_the_installation() {
        var grants = everywhere(PULL);

        assertThat(grants.allowsInProject(4711, PULL)).isTrue();
        assertThat(grants.allowsInSystem(PULL)).isFalse();
        assertThat(grants.reachesEverywhere()).isTrue();
    }

    @Test
    void who_holds_everything_of_it_covers_it() {
        var system = new Grants(Set.of(CATALOG), Set.of(), Map.of());

        assertThat(everywhere(PULL, PUSH).cover(inProject(7, PULL))).isTrue();
        assertThat(inProject(7, PULL, PUSH).cover(inProject(7, PULL))).isTrue();
        assertThat(inProject(7, PULL).cover(Grants.NONE)).isTrue();
        assertThat(inProject(7, PULL).cover(inProject(8, PULL))).isFalse();
        assertThat(inProject(7, PULL).cover(inProject(7, PULL, PUSH))).isFalse();
        assertThat(inProject(7, PULL).cover(everywhere(PULL))).isFalse();
        assertThat(everywhere(PULL).cover(system)).isFalse();
        assertThat(system.cover(system)).isTrue();
        assertThat(new Grants(Set.of(), Set.of(PULL), Map.of(7L, Set.of(PUSH)))
                        .cover(inProject(7, PULL, PUSH)))
                .isTrue();
    }

    /// Harbor's own numbers, and what no robot ever gets.
    @Test
    void the_catalogue_is_harbors() {
        assertThat(GrantableRights.inSystem())
                .hasSize(71)
                .contains(Right.of("garbage-collection:stop"), Right.of("robot:create"))
                .doesNotContain(Right.of("robot:update"), Right.of("configuration:read"));
        assertThat(GrantableRights.inProjects())
                .hasSize(70)
                .contains(PULL, PUSH, Right.of("metadata:list"))
                .doesNotContain(Right.of("robot:update"), Right.of("project:create"));
        assertThat(ProjectRights.all()).containsAll(GrantableRights.inProjects());
    }
}
