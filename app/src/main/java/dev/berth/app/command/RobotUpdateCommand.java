package dev.berth.app.command;

import dev.berth.core.robot.Author;
import dev.berth.core.robot.Robot;
import dev.berth.core.robot.RobotDraft;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotFeature;
import dev.berth.platform.config.ConfigException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `berth robot update`.
@Command(name = "update", description = "Change a robot; what is not named stays.")
final class RobotUpdateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    /// In place of all that was granted.
    @Mixin
    private AllowOption allow = new AllowOption();

    @Mixin
    private LifetimeOption lifetime = new LifetimeOption();

    @Parameters(paramLabel = "NAME", description = "The robot, such as team+ci.")
    private String name = "";

    @ArgGroup
    private @Nullable State state;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String description;

    private static final class State {
        @Option(names = "--enable", description = "It may log in.")
        private boolean enable;

        @Option(names = "--disable", description = "It may not log in, nor use its tokens.")
        private boolean disable;
    }

    RobotUpdateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.withRobots(shell, this::update);
    }

    private void update(RobotFeature opened) {
        var robot = Operators.robot(opened, name);
        var before = opened.robots().show(robot);
        var after = new RobotDraft(
                before.name(),
                robot.isOfSystem() ? Level.SYSTEM : Level.PROJECT,
                Optional.ofNullable(description).orElse(robot.description()),
                lifetime.days(robot.durationDays()),
                allow.isGiven() ? allow.wanted(project(robot)) : before.granted());
        boolean disabled = state == null ? robot.disabled() : state.disable && !state.enable;
        opened.robots().update(robot.id(), after, disabled, Author.operator(Operators.of(opened)));
    }

    private static String project(Robot robot) {
        return robot.isOfSystem() ? "" : robot.name().substring(0, robot.name().indexOf('+'));
    }
}
