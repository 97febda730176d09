package dev.berth.router.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Harbor.Listed;
import dev.berth.router.project.Project.RegistryKind;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProjectsTest {
    private final Project hub = project("hub");
    private final Project quay = project("quay");
    private final Projects projects = new Projects(
            List.of(ProjectRule.parse("quay priority=10 type=docker-hub host=quay.io")),
            System::nanoTime);

    private static Project project(String name) {
        return new Project(name, ProjectRule.PRIORITY, RegistryKind.OTHER, Set.of(), false);
    }

    private static Listed listed(Project... all) {
        return new Listed(List.of(all), Set.of());
    }

    @Test
    void rules_say_what_harbor_does_not_and_who_comes_first() {
        projects.found(listed(hub, quay));

        var list = projects.state().list();
        assertThat(list).extracting(Project::name).containsExactly("quay", "hub");
        assertThat(list.getFirst().mayMirror("quay.io")).isTrue();
        assertThat(list.getFirst().mayMirror("docker.io")).isFalse();
        assertThat(list.getFirst().repository(RepositoryName.parse("nginx")))
                .hasToString("quay/library/nginx");
    }

    @Test
    void R37_an_empty_list_is_believed_when_it_came_three_times_in_a_row() {
        projects.found(listed(hub));

        projects.found(listed());
        projects.found(listed());
        assertThat(projects.state().list()).containsExactly(hub);
        assertThat(projects.state().trouble()).isPresent();

        projects.found(listed());
        assertThat(projects.state().list()).isEmpty();
    }

    @Test
    void R37_an_empty_list_that_is_not_believed_says_nothing_of_registries_either() {
        projects.found(new Listed(List.of(hub), Set.of("hub")));
        projects.found(listed());

        assertThat(projects.isUnhealthy("hub")).isTrue();
    }

    @Test
    void R37_a_list_that_was_empty_once_is_forgotten_when_projects_are_back() {
        projects.found(listed(hub));
        projects.found(listed());
        projects.found(listed(hub));
        projects.found(listed());
        projects.found(listed());

        assertThat(projects.state().list()).containsExactly(hub);
    }

    @Test
    void R37_a_failed_refresh_keeps_the_last_good_list() {
        projects.found(listed(hub));
        projects.failed("Harbor is away", false);

        assertThat(projects.state().list()).containsExactly(hub);
        assertThat(projects.state().trouble()).hasValue("Harbor is away");
    }

    @Test
    void the_version_grows_only_when_the_list_changes() {
        projects.found(listed(hub));
        long version = projects.state().version();
        projects.found(listed(hub));
        assertThat(projects.state().version()).isEqualTo(version);
        projects.found(listed(hub, quay));
        assertThat(projects.state().version()).isGreaterThan(version);
    }
}
