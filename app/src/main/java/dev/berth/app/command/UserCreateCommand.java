package dev.berth.app.command;

import dev.berth.app.command.NameConverters.ToName;
import dev.berth.auth.account.AccountName;
import dev.berth.core.project.ProjectFeature;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth user create`.
@Command(name = "create", description = "Create a user.")
final class UserCreateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Parameters(paramLabel = "NAME", converter = ToName.class, description = "Its name.")
    private AccountName name = new AccountName("nobody");

    @Option(names = "--administrator", description = "May do everything.")
    private boolean administrator;

    UserCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return administrator
                ? projects.withOrBegin(shell, this::create)
                : projects.with(shell, opened -> {
                    UserCommand.requireAdministrator(opened.accounts());
                    create(opened);
                });
    }

    private void create(ProjectFeature opened) throws IOException, InterruptedException {
        var chosen = password.choose();
        var _ = opened.accounts().add(name, chosen, administrator);
        password.tell(shell, name, chosen);
    }
}
