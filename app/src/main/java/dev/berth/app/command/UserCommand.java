package dev.berth.app.command;

import dev.berth.auth.account.Accounts;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.IOException;

/// `berth user …`: who has a password. Works on the database, without a password and beside
/// a running core, which sees a change within a second.
@Command(
        name = "user",
        description = "Create, import, list, change or remove users.",
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand {
    private UserCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new UserCommand())
                .addSubcommand(new UserCreateCommand(shell))
                .addSubcommand(new UserImportCommand(shell))
                .addSubcommand(new UserListCommand(shell))
                .addSubcommand(new UserPasswordCommand(shell))
                .addSubcommand(new UserRemoveCommand(shell));
    }

    /// Refuses to make anybody before there is an administrator: the first start makes one
    /// only where there is nobody at all.
    ///
    /// @throws IOException if there is none
    static void requireAdministrator(Accounts accounts) throws IOException {
        if (accounts.findFirstAdministrator().isEmpty()) {
            throw new IOException(
                    "there is no administrator yet: start Berth once, which makes one, or begin with `berth user create NAME --administrator`");
        }
    }
}
