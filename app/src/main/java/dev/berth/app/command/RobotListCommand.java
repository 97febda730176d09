package dev.berth.app.command;

import dev.berth.core.robot.Robot;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.Robots;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.Listing;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/// `berth robot list`.
@Command(name = "list", description = "List the robots: of the installation, and of projects.")
final class RobotListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "Only those of this project.")
    private String project = "";

    RobotListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.withRobots(shell, opened -> {
            var listed = new ArrayList<RobotListed>();
            for (long id : owners(opened)) {
                listed.addAll(list(opened, id));
            }
            output.write(
                    shell,
                    listed,
                    () -> listed.forEach(robot -> shell.out().println(robot.line())));
        });
    }

    private List<Long> owners(RobotFeature opened) {
        var all = opened.projects().projects();
        if (!project.isEmpty()) {
            return List.of(all.require(project).id());
        }
        var owners = new ArrayList<Long>();
        owners.add(Robot.OF_SYSTEM);
        Pages.all(page -> all.listAll(page))
                .forEach(found -> owners.add(found.project().id()));
        return owners;
    }

    private static List<RobotListed> list(RobotFeature opened, long owner) {
        var robots = opened.robots();
        return Pages.<RobotListed>all(page -> {
            var part = robots.list(owner, page);
            var found = part.rows().stream().map(Robots.Listed::robot).toList();
            var shown = robots.showAll(found);
            return new Listing.Part<>(
                    found.stream()
                            .map(robot -> Objects.requireNonNull(shown.get(robot.id())))
                            .map(RobotListed::of)
                            .toList(),
                    part.total());
        });
    }
}
