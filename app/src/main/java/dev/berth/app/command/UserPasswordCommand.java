package dev.berth.app.command;

import dev.berth.app.command.NameConverters.ToName;
import dev.berth.auth.account.AccountName;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth user password`: also the way back in when the first password is lost.
@Command(
        name = "password",
        description = "Change a password; the old one and its tokens end at once.")
final class UserPasswordCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Parameters(paramLabel = "NAME", converter = ToName.class, description = "The user.")
    private AccountName name = new AccountName("nobody");

    UserPasswordCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> {
            var chosen = password.choose();
            opened.accounts().changePassword(name, chosen);
            password.tell(shell, name, chosen);
        });
    }
}
