package dev.berth.app.command;

import dev.berth.core.configuration.Items;
import dev.berth.core.explain.Explain;
import dev.berth.core.explain.Explanation;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;

/// `berth explain`: what `/api/berth/v1/explain` says, without a password.
@Command(
        name = "explain",
        description = "Say why somebody may or may not do something.",
        footer = {
            "",
            "OPERATION is pull, push, delete, or a right such as member:list.",
            "Ends with 0 if it is allowed, with 1 if not."
        })
final class ExplainCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(index = "0", paramLabel = "OPERATION", description = "What is to be done.")
    private String operation = "";

    @Parameters(
            index = "1",
            paramLabel = "RESOURCE",
            description = "A project, or a repository of it: team, team/app.")
    private String resource = "";

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            description = "Who is to do it; somebody who has not logged in if absent.")
    private String principal = "";

    ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        boolean[] allowed = {false};
        int ended = projects.withConfiguration(shell, (settings, configurations, robots) -> {
            boolean readOnly = configurations.value(Items.READ_ONLY);
            var permissions = robots.projects().permissions(settings.api().projectOnPush());
            var explain = new Explain(
                    robots.projects(),
                    robots.robots(),
                    permissions,
                    () -> readOnly,
                    Clock.systemUTC());
            var told = explain.of(principal, operation, resource);
            output.write(shell, told, () -> tell(told));
            allowed[0] = told.allowed();
        });
        return ended == ExitCode.OK && !allowed[0] ? ExitCode.FAILED : ended;
    }

    private void tell(Explanation told) {
        shell.out().println(told.allowed() ? "allowed" : "not allowed");
        told.reasons().forEach(reason -> shell.out().println("- " + reason));
    }
}
