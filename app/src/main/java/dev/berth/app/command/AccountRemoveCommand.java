package dev.berth.app.command;

import dev.berth.app.command.AccountConverters.ToName;
import dev.berth.auth.account.AccountName;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth account remove`.
@Command(name = "remove", description = "Remove an account; its tokens end at once.")
final class AccountRemoveCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private AccountsOption accounts = new AccountsOption();

    @Parameters(paramLabel = "NAME", converter = ToName.class, description = "The account.")
    private AccountName name = new AccountName("nobody");

    AccountRemoveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return accounts.with(shell, opened -> opened.remove(name));
    }
}
