package dev.berth.app.command;

import dev.berth.app.command.AccountConverters.ToGrant;
import dev.berth.app.command.AccountConverters.ToName;
import dev.berth.app.command.AccountConverters.ToPrefix;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Grant;
import dev.berth.auth.account.RepositoryPrefix;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth account grant`.
@Command(
        name = "grant",
        description = "Give rights on repositories, or take them away.",
        footer = {
            "",
            "A prefix is * for all repositories, team/ for all below team, or team/app for one.",
            "A grant takes the place of what the account had on the same prefix."
        })
final class AccountGrantCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private AccountsOption accounts = new AccountsOption();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = ToName.class,
            description = "The account.")
    private AccountName name = new AccountName("nobody");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "GRANT",
            converter = ToGrant.class,
            description = "What it may do, such as team/:push+delete.")
    private List<Grant> grants = new ArrayList<>();

    @Option(
            names = {"-r", "--revoke"},
            paramLabel = "PREFIX",
            converter = ToPrefix.class,
            description = "Take away what it may do on this prefix; may be repeated.")
    private List<RepositoryPrefix> revoked = new ArrayList<>();

    AccountGrantCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (grants.isEmpty() && revoked.isEmpty()) {
            shell.err().println("berth: name a grant such as team/:push, or --revoke a prefix");
            return ExitCode.USAGE;
        }
        return accounts.with(shell, opened -> {
            for (var prefix : revoked) {
                opened.revoke(name, prefix);
            }
            for (var grant : grants) {
                opened.grant(name, grant);
            }
        });
    }
}
