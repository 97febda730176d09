package dev.berth.app.command;

import dev.berth.app.command.RobotSecretOption.Told;
import dev.berth.core.robot.Author;
import dev.berth.core.robot.RobotDraft;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotFeature;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth robot create`.
@Command(name = "create", description = "Create a robot, and print its name and secret.")
final class RobotCreateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private AllowOption allow = new AllowOption();

    @Mixin
    private LifetimeOption lifetime = new LifetimeOption();

    @Mixin
    private RobotSecretOption secret = new RobotSecretOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "Its name, without the prefix of all robots.")
    private String name = "";

    @Option(
            names = {"-p", "--project"},
            paramLabel = "PROJECT",
            description = "The project that it belongs to; without it, to the installation.")
    private String project = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
    private String description = "";

    RobotCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (!allow.isGiven()) {
            shell.err().println("berth: say what it may do: --allow pull,push");
            return ExitCode.USAGE;
        }
        return projects.withRobots(shell, this::create);
    }

    private void create(RobotFeature opened) throws IOException, InterruptedException {
        var draft = RobotDraft.named(
                name,
                project.isEmpty() ? Level.SYSTEM : Level.PROJECT,
                description,
                lifetime.days(RobotDraft.BY_DEFAULT),
                allow.wanted(project));
        var author = Author.operator(Operators.of(opened));
        var chosen = secret.chosen();
        var made = chosen.isPresent()
                ? opened.robots().create(draft, chosen.get(), author)
                : opened.robots().create(draft, author);
        new Told(
                        made.shown().robot().id(),
                        made.shown().name(),
                        chosen.isPresent() ? "" : made.secret().reveal())
                .write(shell, output);
    }
}
