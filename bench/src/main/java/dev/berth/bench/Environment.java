package dev.berth.bench;

import dev.berth.bench.process.Cores;
import dev.berth.bench.process.ProcessTree;
import dev.berth.bench.scenario.Plan;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the figures of a run depend on.
final class Environment {
    private Environment() {}

    static SequencedMap<String, String> describe(Plan plan, Cores cores) {
        var lines = new LinkedHashMap<String, String>();
        lines.put(
                "machine",
                "%d cores, %s %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version")));
        lines.put("java", System.getProperty("java.vm.version"));
        lines.put("pinning", cores.describe());
        lines.put(
                "processor time",
                "steps of %d ms".formatted(ProcessTree.CPU_RESOLUTION.toMillis()));
        lines.put(
                "rounds",
                "%d, medians shown, ± is half the range; loads by time run %s, warm-up %s"
                        .formatted(plan.rounds(), plan.steady(), plan.warmUp()));
        return lines;
    }
}
