package dev.berth.app.command;

import dev.berth.app.role.CoreParts;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.config.Kind;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.registry.gc.CheckStore;
import dev.berth.registry.gc.Finding;
import dev.berth.registry.push.Sparse;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `berth fsck`: holds the store against the database.
@Command(
        name = "fsck",
        description = {
            "Check store and database against each other, also beside a running core.",
            "Ends with 1 if anything was found, whether it could be mended or not."
        })
final class FsckCommand implements Callable<Integer> {
    private static final int FINDINGS_KEPT_MAX = 10_000;

    private final Shell shell;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--read", description = "Read every blob and compare its digest.")
    private boolean read;

    @Option(
            names = "--rate",
            paramLabel = "SIZE",
            defaultValue = "1GiB",
            converter = ToBytes.class,
            description = "Read at most so much in a second, such as 50MiB (${DEFAULT-VALUE}).")
    private long bytesPerSecond;

    @Option(names = "--repair", description = "Mend what can be mended; quarantine, never destroy.")
    private boolean repair;

    FsckCommand(Shell shell) {
        this.shell = shell;
    }

    /// Reads a size such as `50MiB`.
    static final class ToBytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Kind.bytes("1KiB", "1TiB").read().apply(List.of(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /// One finding, as JSON shows it.
    private record Found(String kind, String message, boolean repairable) {
        static Found of(Finding finding) {
            return new Found(
                    finding.getClass().getSimpleName(), finding.message(), finding.repairable());
        }
    }

    private record Report(long found, List<Found> findings) {}

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        var settings = config.core(shell);
        var findings = new ArrayList<Found>();
        var count = new long[1];
        try (var opened = new Resources();
                var progress = FsckProgress.start(shell, bytesPerSecond)) {
            var parts = CoreParts.openExisting(settings, opened);
            var options = new CheckStore.Options(
                    read, settings.registry().sparse() == Sparse.ALLOWED, repair);
            new CheckStore(parts.database(), parts.store(), Clock.systemUTC())
                    .check(options, progress, finding -> {
                        count[0]++;
                        if (findings.size() < FINDINGS_KEPT_MAX) {
                            findings.add(Found.of(finding));
                        }
                    });
        }
        output.write(shell, new Report(count[0], findings), () -> {
            findings.forEach(found -> shell.out().println(found.message()));
            shell.out().println(count[0] == 0 ? "clean" : count[0] + " found");
        });
        return count[0] == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
