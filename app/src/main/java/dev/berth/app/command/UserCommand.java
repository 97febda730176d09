package dev.berth.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `berth user …`: who has a password. Works on the database, without a password and beside a
/// running
/// core, which sees a change within a second.
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
}
