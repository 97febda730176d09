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
    private static final Path AUTOGROUPS = Path.of("/proc/sys/kernel/sched_autogroup_enabled");

    private Environment() {}

    static SequencedMap<String, String> describe(Plan plan, Cores cores) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        lines.put("machine", machine());
        lines.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        lines.put("java", System.getProperty("java.vm.version"));
        lines.put("pinning", cores.describe());
        lines.put("autogroups", autogroups());
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

    /// Every session of PostgreSQL is one, and some kernels let one that wakes up on a busy core
    /// wait for seconds.
    private static String autogroups() throws IOException {
        if (!Files.exists(AUTOGROUPS) || Files.readString(AUTOGROUPS).strip().equals("0")) {
            return "off";
        }
        return "on; for figures of PostgreSQL: sysctl kernel.sched_autogroup_enabled=0";
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
