package dev.berth.app.command;

import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth project update`.
@Command(name = "update", description = "Open a project to everybody, or close it.")
final class ProjectUpdateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "NAME", description = "The project.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private Openness openness = new Openness();

    /// One of the two.
    private static final class Openness {
        @Option(names = "--public", description = "Everybody may pull, without logging in.")
        private boolean open;

        @Option(names = "--private", description = "Only members may pull.")
        @SuppressWarnings("UnusedVariable") // Said by not saying the other.
        private boolean closed;
    }

    ProjectUpdateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> {
            var project = opened.projects().require(name);
            opened.projects().setPublic(project.id(), openness.open);
        });
    }
}
