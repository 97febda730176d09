package dev.berth.app.command;

import dev.berth.app.command.AccountConverters.ToGrant;
import dev.berth.app.command.AccountConverters.ToName;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Grant;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth account add`.
@Command(name = "add", description = "Add an account.")
final class AccountAddCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private AccountsOption accounts = new AccountsOption();

    @Mixin
    private PasswordOption password = new PasswordOption();

    @Parameters(paramLabel = "NAME", converter = ToName.class, description = "Its name.")
    private AccountName name = new AccountName("nobody");

    @Option(names = "--administrator", description = "May do everything.")
    private boolean administrator;

    @Option(
            names = {"-g", "--grant"},
            paramLabel = "GRANT",
            converter = ToGrant.class,
            description = "What it may do, such as team/:push+delete; may be repeated.")
    private List<Grant> grants = new ArrayList<>();

    AccountAddCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return accounts.with(shell, opened -> {
            var chosen = password.choose();
            var _ = opened.add(name, chosen, administrator);
            for (var grant : grants) {
                opened.grant(name, grant);
            }
            password.tell(shell, name, chosen);
        });
    }
}
