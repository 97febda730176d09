package dev.berth.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `berth robot …`: machines with a secret of their own. Works on the database, without a password
/// and beside a running core, which sees a change within a second.
@Command(
        name = "robot",
        description = "Create, list, change or remove robots.",
        synopsisSubcommandLabel = "COMMAND")
final class RobotCommand {
    private RobotCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new RobotCommand())
                .addSubcommand(new RobotCreateCommand(shell))
                .addSubcommand(new RobotListCommand(shell))
                .addSubcommand(new RobotShowCommand(shell))
                .addSubcommand(new RobotUpdateCommand(shell))
                .addSubcommand(new RobotRefreshCommand(shell))
                .addSubcommand(new RobotRemoveCommand(shell));
    }
}
