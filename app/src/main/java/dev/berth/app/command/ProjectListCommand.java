package dev.berth.app.command;

import dev.berth.core.project.Member;
import dev.berth.core.project.Members;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.project.Visible;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.Listing;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// `berth project list`.
@Command(name = "list", description = "List the projects and who belongs to them.")
final class ProjectListCommand implements Callable<Integer> {
    private static final int PAGE_ROWS = 100;

    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    ProjectListCommand(Shell shell) {
        this.shell = shell;
    }

    private record Listed(String name, boolean isPublic, List<String> members, String createdAt) {
        static Listed of(Project project, Members members) {
            return new Listed(
                    project.name().text(),
                    project.isPublic(),
                    all(page -> members.list(project.id(), page)).stream()
                            .map(Listed::text)
                            .toList(),
                    project.createdAt().toString());
        }

        private static String text(Member member) {
            return member.accountName() + ":" + member.role().word();
        }

        @Override
        public String toString() {
            return "%-24s %-8s %s"
                    .formatted(name, isPublic ? "public" : "private", String.join(" ", members))
                    .stripTrailing();
        }
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> {
            var listed = list(opened);
            output.write(shell, listed, () -> listed.forEach(shell.out()::println));
        });
    }

    private static List<Listed> list(ProjectFeature opened) {
        return all(page -> opened.projects().list(new Visible.All(), page)).stream()
                .map(project -> Listed.of(project, opened.members()))
                .toList();
    }

    /// All rows of a list, page by page.
    private static <T> List<T> all(Function<Listing, Listing.Part<T>> list) {
        var rows = new ArrayList<T>();
        while (true) {
            var part = list.apply(new Listing(List.of(), List.of(), rows.size(), PAGE_ROWS));
            rows.addAll(part.rows());
            if (part.rows().isEmpty() || rows.size() >= part.total()) {
                return rows;
            }
        }
    }
}
