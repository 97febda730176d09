package dev.berth.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `berth project …`: where repositories belong. Works on the database, without a password
/// and beside a running core, which sees a change within a second.
@Command(
        name = "project",
        description = "Create, list, change or delete projects, and say who belongs to them.",
        synopsisSubcommandLabel = "COMMAND")
final class ProjectCommand {
    private ProjectCommand() {}

    static CommandLine line(Shell shell) {
        return new CommandLine(new ProjectCommand())
                .addSubcommand(new ProjectCreateCommand(shell))
                .addSubcommand(new ProjectListCommand(shell))
                .addSubcommand(new ProjectUpdateCommand(shell))
                .addSubcommand(new ProjectMemberCommand(shell))
                .addSubcommand(new ProjectDeleteCommand(shell));
    }
}
