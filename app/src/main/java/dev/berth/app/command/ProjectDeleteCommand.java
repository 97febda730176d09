package dev.berth.app.command;

import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth project delete`.
@Command(name = "delete", description = "Delete a project that has no repositories.")
final class ProjectDeleteCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "NAME", description = "The project.")
    private String name = "";

    ProjectDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(
                shell,
                opened ->
                        opened.projects().delete(opened.projects().require(name).id()));
    }
}
