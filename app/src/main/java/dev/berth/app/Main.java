package dev.berth.app;

import dev.berth.app.command.BerthCommand;
import dev.berth.app.command.RoleStart;
import dev.berth.app.command.Shell;

/// Where a process begins.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var shell = Shell.ofProcess();
        System.exit(RoleStart.run(shell, arguments)
                .orElseGet(() -> BerthCommand.run(shell, arguments)));
    }
}
