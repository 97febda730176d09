package dev.berth.app;

import dev.berth.app.command.BerthCommand;
import dev.berth.app.command.Shell;

/// Where a process begins.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(BerthCommand.run(Shell.ofProcess(), arguments));
    }
}
