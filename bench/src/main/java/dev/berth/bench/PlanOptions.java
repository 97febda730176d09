package dev.berth.bench;

import dev.berth.bench.scenario.Plan;

import picocli.CommandLine.Option;

import java.time.Duration;

/// How much work a run does.
final class PlanOptions {
    private static final int FROM_SIZE = -1;

    @Option(names = "--quick", description = "A smoke test: seconds per scenario, small sizes.")
    private boolean quick;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "Multiplies numbers of items: 100 makes a million of 10,000.")
    private int scale;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Turns of each target (default: 3, quick: 1).")
    private int rounds = FROM_SIZE;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Length of a load by time (default: 5, quick: 0.5).")
    private double seconds = FROM_SIZE;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "CPU-seconds of work before a case (default: 10, quick: 0.5).")
    private double warmUp = FROM_SIZE;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            defaultValue = "3",
            description = "Length of the routers' soak (default: ${DEFAULT-VALUE}).")
    private int soakMinutes;

    /// Size, and what is unique to this run.
    ///
    /// @param series a number that no other run has
    Plan plan(long series) {
        return new Plan(
                quick ? Plan.Size.QUICK : Plan.Size.FULL,
                scale,
                rounds == FROM_SIZE ? (quick ? 1 : 3) : rounds,
                seconds(seconds, quick ? 0.5 : 5),
                Duration.ofMinutes(soakMinutes),
                seconds(warmUp, quick ? 0.5 : 10),
                series);
    }

    private static Duration seconds(double asked, double otherwise) {
        return Duration.ofMillis(Math.round((asked == FROM_SIZE ? otherwise : asked) * 1000));
    }
}
