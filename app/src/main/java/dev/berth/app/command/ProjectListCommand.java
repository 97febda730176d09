package dev.berth.app.command;

import dev.berth.core.project.Member;
import dev.berth.core.project.Members;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectFeature;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth project list`.
@Command(name = "list", description = "List the projects and who belongs to them.")
final class ProjectListCommand implements Callable<Integer> {
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
                    Pages.all(page -> members.list(project.id(), page)).stream()
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
        return Pages.all(page -> opened.projects().listAll(page)).stream()
                .map(listed -> Listed.of(listed.project(), opened.members()))
                .toList();
    }
}
