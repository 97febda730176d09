package dev.berth.app.command;

import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.Databases;

import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.time.Clock;

/// The accounts of the core that the settings describe, for every command that needs them.
public final class AccountsOption {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /// Something that is done with accounts.
    @FunctionalInterface
    interface Work {
        void run(Accounts accounts) throws IOException, InterruptedException;
    }

    /// Opens the accounts, does the work and closes them; what is refused is told in words.
    int with(Shell shell, Work work) throws ConfigException, IOException, InterruptedException {
        var settings = config.core(shell);
        try (var database = Databases.open(settings.database())) {
            work.run(new Accounts(database, PasswordHashes.standard(), Clock.systemUTC()));
            return ExitCode.OK;
        } catch (AccountException refused) {
            shell.err().println("berth: " + refused.getMessage());
            return ExitCode.FAILED;
        }
    }
}
