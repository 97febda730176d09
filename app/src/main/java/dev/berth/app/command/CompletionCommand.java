package dev.berth.app.command;

import dev.berth.app.role.Role;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

import java.util.List;

/// `berth completion`.
@Command(
        name = "completion",
        description = "Print a script that completes commands in bash and zsh.",
        footer = {"", "Use it with: source <(berth completion)"})
final class CompletionCommand implements Runnable {
    private final Shell shell;
    private final List<Role<?>> roles;

    CompletionCommand(Shell shell, List<Role<?>> roles) {
        this.shell = shell;
        this.roles = roles;
    }

    @Override
    public void run() {
        shell.out().print(AutoComplete.bash("berth", BerthCommand.whole(shell, roles)));
        shell.out().flush();
    }
}
