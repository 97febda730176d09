package dev.berth.bench;

import dev.berth.bench.process.Cores;
import dev.berth.bench.process.ProcessTree;
import dev.berth.bench.scenario.Plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the figures of a run depend on. Made before the load is pinned to its core.
final class Environment {
    private Environment() {}

    static SequencedMap<String, String> describe(Plan plan, Cores cores) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        lines.put("machine", machine());
        lines.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        lines.put("java", System.getProperty("java.vm.version"));
        lines.put("pinning", cores.describe());
        lines.put(
                "processor time",
                "steps of %d ms".formatted(ProcessTree.CPU_RESOLUTION.toMillis()));
        lines.put("rounds", "%d; medians shown, ± is half the range".formatted(plan.rounds()));
        lines.put(
                "times",
                "loads by time %.1f s, warm-up %.1f CPU-s"
                        .formatted(plan.steady().toMillis() / 1e3, plan.warmUp().toMillis() / 1e3));
        return lines;
    }

    private static String machine() throws IOException {
        String model = Files.readString(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        return "%d cores, %s, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        System.getProperty("os.version"));
    }
}
