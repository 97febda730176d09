package dev.berth.app.command;

import dev.berth.app.command.NameConverters.ToName;
import dev.berth.auth.account.AccountName;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth user remove`.
@Command(name = "remove", description = "Remove a user; their tokens and memberships end at once.")
final class UserRemoveCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "NAME", converter = ToName.class, description = "The user.")
    private AccountName name = new AccountName("nobody");

    UserRemoveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> opened.accounts().remove(name));
    }
}
