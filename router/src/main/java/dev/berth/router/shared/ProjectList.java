package dev.berth.router.shared;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.project.ProjectRule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Projects as text, for a router that starts while Harbor is away.
///
/// - Shape: a line for each: name, kind, `public` or `private`, and its hosts, parted by spaces.
/// - Priorities are not in it; they come from the settings.
public final class ProjectList {
    private static final int PROJECTS_MAX = 10_000;

    private ProjectList() {}

    public static String text(List<Project> projects) {
        return projects.stream().map(ProjectList::line).collect(Collectors.joining("\n"));
    }

    private static String line(Project project) {
        var words = new ArrayList<String>();
        words.add(project.name());
        words.add(project.kind().name());
        words.add(project.open() ? "public" : "private");
        project.hosts().stream().filter(host -> host.indexOf(' ') < 0).sorted().forEach(words::add);
        return String.join(" ", words);
    }

    /// Reads a text; empty if any line of it is wrong, or there is none.
    public static Optional<List<Project>> parse(String text) {
        var lines = text.strip().split("\n", PROJECTS_MAX + 1);
        if (text.isBlank() || lines.length > PROJECTS_MAX) {
            return Optional.empty();
        }
        var projects = new ArrayList<Project>();
        try {
            for (var line : lines) {
                projects.add(project(line.split(" ", -1)));
            }
            return Optional.of(projects);
        } catch (IllegalArgumentException | OciException e) {
            return Optional.empty();
        }
    }

    private static Project project(String[] words) {
        if (words.length < 3 || words[0].indexOf('/') >= 0) {
            throw new IllegalArgumentException("no project");
        }
        var name = RepositoryName.parse(words[0]).value();
        return new Project(
                name,
                ProjectRule.PRIORITY,
                RegistryKind.valueOf(words[1]),
                Set.of(List.of(words).subList(3, words.length).toArray(String[]::new)),
                words[2].equals("public"));
    }
}
