package dev.berth.app.command;

import dev.berth.app.role.ProgramVersion;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `berth version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {
    private final Shell shell;

    @Mixin
    private OutputOption output = new OutputOption();

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    private record Version(String version, String java) {}

    @Override
    public void run() {
        var version = new Version(ProgramVersion.text(), Runtime.version().toString());
        output.write(shell, version, () -> shell.out().println(line()));
    }

    private static String line() {
        return "berth %s (Java %s)".formatted(ProgramVersion.text(), Runtime.version());
    }

    /// The same for `berth --version`.
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }
    }
}
