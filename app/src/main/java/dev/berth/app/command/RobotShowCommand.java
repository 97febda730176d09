package dev.berth.app.command;

import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth robot show`.
@Command(name = "show", description = "Show a robot, and what it may do.")
final class RobotShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The robot, such as team+ci.")
    private String name = "";

    RobotShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.withRobots(shell, opened -> {
            var robot = Operators.robot(opened, name);
            var listed = RobotListed.of(opened.robots().show(robot));
            output.write(shell, listed, () -> shell.out().println(listed.lines()));
        });
    }
}
