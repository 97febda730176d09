package dev.berth.app.command;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth user list`.
@Command(name = "list", description = "List the users.")
final class UserListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    UserListCommand(Shell shell) {
        this.shell = shell;
    }

    private record Listed(String name, boolean administrator, String createdAt) {
        static Listed of(Account account) {
            return new Listed(
                    account.name().text(),
                    account.administrator(),
                    account.createdAt().toString());
        }

        @Override
        public String toString() {
            return "%-24s %s"
                    .formatted(name, administrator ? "administrator" : "")
                    .stripTrailing();
        }
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> {
            var listed = all(opened.accounts());
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
