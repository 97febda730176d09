package dev.berth.app.command;

import dev.berth.app.command.RobotSecretOption.Told;
import dev.berth.core.robot.Author;
import dev.berth.core.robot.RobotFeature;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth robot refresh`.
@Command(
        name = "refresh",
        description = "Give a robot another secret; the old one and its tokens end at once.")
final class RobotRefreshCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private RobotSecretOption secret = new RobotSecretOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The robot, such as team+ci.")
    private String name = "";

    RobotRefreshCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.withRobots(shell, this::refresh);
    }

    private void refresh(RobotFeature opened) throws IOException, InterruptedException {
        var robot = Operators.robot(opened, name);
        var shown = opened.robots().show(robot).name();
        var author = Author.operator(Operators.of(opened));
        var chosen = secret.chosen();
        if (chosen.isPresent()) {
            opened.robots().refresh(robot.id(), chosen.get(), author);
            new Told(robot.id(), shown, "").write(shell, output);
        } else {
            var made = opened.robots().refresh(robot.id(), author);
            new Told(robot.id(), shown, made.reveal()).write(shell, output);
        }
    }
}
