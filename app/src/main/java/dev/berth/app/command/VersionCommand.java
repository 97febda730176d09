package dev.berth.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;

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
        var version = new Version(
                Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                        .orElse("unpackaged"),
                Runtime.version().toString());
        output.write(
                shell,
                version,
                () -> shell.out()
                        .printf("berth %s (Java %s)%n", version.version(), version.java()));
    }
}
