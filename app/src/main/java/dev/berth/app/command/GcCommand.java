package dev.berth.app.command;

import dev.berth.app.role.CoreParts;
import dev.berth.app.role.CoreSettings;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.registry.gc.CollectGarbage;
import dev.berth.registry.gc.ExpireUploads;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;

/// `berth gc`: the collection that a core runs by itself, by hand.
@Command(
        name = "gc",
        description = {
            "Collect garbage by hand.",
            "A running core does so by itself; this works beside it and costs what is due."
        })
final class GcCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @ArgGroup(multiplicity = "1")
    private Mode mode = new Mode();

    /// One of the two must be said: nothing is removed by accident.
    private static final class Mode {
        @Option(names = "--dry-run", description = "Say what would go; change nothing.")
        private boolean dryRun;

        @Option(names = "--now", description = "Collect what is due now.")
        private boolean now;
    }

    GcCommand(Shell shell) {
        this.shell = shell;
    }

    private record Collection(long memberships, long blobs, long bytes, int uploads) {}

    private record Due(long memberships, long bytes) {}

    @Override
    public Integer call() throws ConfigException, IOException {
        var settings = config.core(shell);
        try (var opened = new Resources()) {
            var parts = CoreParts.openExisting(settings, opened);
            var collect = new CollectGarbage(parts.database(), parts.store(), Clock.systemUTC());
            if (mode.dryRun) {
                estimate(collect);
            }
            if (mode.now) {
                collect(collect, settings, parts);
            }
        }
        return ExitCode.OK;
    }

    private void collect(CollectGarbage collect, CoreSettings settings, CoreParts parts)
            throws IOException {
        var lifetime = settings.registry().uploadLifetime();
        var expire = new ExpireUploads(parts.store(), lifetime, Clock.systemUTC());
        int uploads = expire.expire();
        var collected = collect.collect();
        var result = new Collection(
                collected.memberships(), collected.blobs(), collected.bytes(), uploads);
        output.write(
                shell,
                result,
                () -> shell.out()
                        .printf(
                                "removed %d blobs of %d bytes and %d uploads;"
                                        + " %d repository entries ended%n",
                                result.blobs(),
                                result.bytes(),
                                result.uploads(),
                                result.memberships()));
    }

    private void estimate(CollectGarbage collect) {
        var estimate = collect.estimate();
        var due = new Due(estimate.memberships(), estimate.bytes());
        output.write(
                shell,
                due,
                () -> shell.out()
                        .printf(
                                "%d repository entries of %d bytes are due%n",
                                due.memberships(), due.bytes()));
    }
}
