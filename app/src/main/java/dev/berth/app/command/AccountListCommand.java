package dev.berth.app.command;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.account.Grant;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth account list`.
@Command(name = "list", description = "List the accounts and what they may do.")
final class AccountListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private AccountsOption accounts = new AccountsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    AccountListCommand(Shell shell) {
        this.shell = shell;
    }

    private record Listed(
            String name, boolean administrator, List<String> grants, String createdAt) {
        static Listed of(Account account) {
            return new Listed(
                    account.name().text(),
                    account.administrator(),
                    account.grants().stream().map(Grant::toString).toList(),
                    account.createdAt().toString());
        }

        @Override
        public String toString() {
            var rights = administrator ? "administrator" : String.join(" ", grants);
            return "%-24s %s".formatted(name, rights).stripTrailing();
        }
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return accounts.with(shell, opened -> {
            var listed = all(opened);
            output.write(shell, listed, () -> listed.forEach(shell.out()::println));
        });
    }

    private static List<Listed> all(Accounts accounts) {
        var listed = new ArrayList<Listed>();
        for (var page = accounts.listAfter("");
                !page.isEmpty();
                page = accounts.listAfter(page.getLast().name().text())) {
            page.forEach(account -> listed.add(Listed.of(account)));
        }
        return listed;
    }
}
