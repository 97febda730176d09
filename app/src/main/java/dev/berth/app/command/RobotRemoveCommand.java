package dev.berth.app.command;

import dev.berth.core.robot.Author;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth robot remove`.
@Command(name = "remove", description = "Remove a robot; its tokens end at once.")
final class RobotRemoveCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "NAME", description = "The robot, such as team+ci.")
    private String name = "";

    RobotRemoveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.withRobots(shell, opened -> {
            var robot = Operators.robot(opened, name);
            opened.robots().delete(robot.id(), Author.operator(Operators.of(opened)));
        });
    }
}
