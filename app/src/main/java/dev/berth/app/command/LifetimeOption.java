package dev.berth.app.command;

import dev.berth.core.robot.Robot;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// How long a robot lasts from its creation.
public final class LifetimeOption {
    @ArgGroup
    private @Nullable Lifetime lifetime;

    private static final class Lifetime {
        @Option(
                names = "--days",
                paramLabel = "N",
                description = "How many days it lasts from its creation.")
        private long days;

        @Option(names = "--for-ever", description = "It does not expire.")
        private boolean forEver;
    }

    /// In days; `otherwise` where nothing is said.
    long days(long otherwise) {
        if (lifetime == null) {
            return otherwise;
        }
        return lifetime.forEver ? Robot.FOR_EVER : lifetime.days;
    }
}
