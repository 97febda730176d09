package dev.berth.bench.measure;

import com.sun.management.OperatingSystemMXBean;

import dev.berth.bench.load.Latencies;
import dev.berth.bench.load.Outcome;
import dev.berth.bench.process.MemoryWatch;
import dev.berth.bench.process.ProcessTree;
import dev.berth.bench.process.Usage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Runs a load and reads what it cost the server.
public final class Meter {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final int GROWTH_OPERATIONS_MIN = 100;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Meter() {}

    /// Something that keeps a server busy.
    @FunctionalInterface
    public interface Load {
        Outcome run() throws IOException, InterruptedException;
    }

    /// Reads the server's processes right before and right after the load.
    public static Sample measure(ProcessTree server, Load load)
            throws IOException, InterruptedException {
        long ownBefore = SYSTEM.getProcessCpuTime();
        Usage before = server.usage();
        try (var memory = MemoryWatch.over(server)) {
            Outcome outcome = load.run();
            Usage used = server.usage().since(before);
            var own = Duration.ofNanos(SYSTEM.getProcessCpuTime() - ownBefore);
            var figures = new EnumMap<Figure, Double>(Figure.class);
            addRates(figures, outcome, used.cpu());
            addLatencies(figures, outcome.latencies());
            figures.put(Figure.PEAK_MEBIBYTES, memory.peakBytes() / MEBIBYTE);
            figures.put(Figure.LOAD_UTILISATION, seconds(own) / seconds(outcome.elapsed()));
            figures.put(
                    Figure.SERVER_UTILISATION, seconds(used.cpu()) / seconds(outcome.elapsed()));
            used.writtenBytes()
                    .ifPresent(bytes -> figures.put(Figure.WRITTEN_MEBIBYTES, bytes / MEBIBYTE));
            return new Sample(figures, outcome.errors(), outcome.firstError());
        }
    }

    private static void addRates(Map<Figure, Double> figures, Outcome outcome, Duration cpu) {
        double elapsed = seconds(outcome.elapsed());
        double mebibytes = outcome.bytes() / MEBIBYTE;
        figures.put(Figure.SECONDS, elapsed);
        figures.put(Figure.REQUESTS_PER_SECOND, outcome.operations() / elapsed);
        figures.put(Figure.MEBIBYTES_PER_SECOND, mebibytes / elapsed);
        if (cpu.isPositive()) {
            figures.put(Figure.REQUESTS_PER_CPU_SECOND, outcome.operations() / seconds(cpu));
            figures.put(Figure.MEBIBYTES_PER_CPU_SECOND, mebibytes / seconds(cpu));
        }
        if (outcome.operations() > 0) {
            figures.put(
                    Figure.CPU_MICROS_PER_REQUEST, seconds(cpu) * 1_000_000 / outcome.operations());
        }
    }

    private static void addLatencies(Map<Figure, Double> figures, Latencies latencies) {
        if (latencies.isEmpty()) {
            return;
        }
        figures.put(Figure.P50_MILLIS, millis(latencies.percentile(50)));
        figures.put(Figure.P90_MILLIS, millis(latencies.percentile(90)));
        figures.put(Figure.P95_MILLIS, millis(latencies.percentile(95)));
        figures.put(Figure.P99_MILLIS, millis(latencies.percentile(99)));
        figures.put(Figure.P999_MILLIS, millis(latencies.percentile(99.9)));
        if (latencies.count() >= GROWTH_OPERATIONS_MIN) {
            figures.put(Figure.GROWTH, latencies.growth());
        }
    }

    /// In milliseconds, with fractions.
    public static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /// In mebibytes, with fractions.
    public static double mebibytes(long bytes) {
        return bytes / MEBIBYTE;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
