package dev.berth.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `berth account …`: who has a password, and for what. Works beside a running core, which sees a
/// change within a second.
@Command(
        name = "account",
        description = "Add, list, change or remove accounts.",
        synopsisSubcommandLabel = "COMMAND")
final class AccountCommand {
    private AccountCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new AccountCommand())
                .addSubcommand(new AccountAddCommand(shell))
                .addSubcommand(new AccountListCommand(shell))
                .addSubcommand(new AccountGrantCommand(shell))
                .addSubcommand(new AccountPasswordCommand(shell))
                .addSubcommand(new AccountRemoveCommand(shell));
    }
}
