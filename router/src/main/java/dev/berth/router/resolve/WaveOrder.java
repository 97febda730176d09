package dev.berth.router.resolve;

import dev.berth.router.project.Project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which projects are asked in which wave: those of the best priority first, among equals those
/// that had most of what was looked for, and last those whose registry is away.
///
/// Within a wave they stand in the order of their authority. Thread-safe.
final class WaveOrder {
    private final Predicate<Project> unhealthy;
    private final ConcurrentMap<String, LongAdder> found = new ConcurrentHashMap<>();

    WaveOrder(Predicate<Project> unhealthy) {
        this.unhealthy = unhealthy;
    }

    /// Something was found in this project.
    void found(Project project) {
        found.computeIfAbsent(project.name(), _ -> new LongAdder()).increment();
    }

    /// Parts `projects`, which are in the order of their authority, into waves of at most `size`.
    List<List<Project>> waves(List<Project> projects, int size) {
        if (projects.size() <= size) {
            return projects.isEmpty() ? List.of() : List.of(projects);
        }
        // As they are now: what is compared must not change meanwhile.
        var rank = rank(projects);
        var counts = counts(projects);
        var away = projects.stream().filter(unhealthy).collect(Collectors.toSet());
        var order = new ArrayList<>(projects);
        order.sort(Comparator.comparingInt(Project::priority)
                .thenComparing(away::contains)
                .thenComparing(counts::get, Comparator.reverseOrder())
                .thenComparing(rank::get));
        var waves = new ArrayList<List<Project>>();
        for (int from = 0; from < order.size(); from += size) {
            waves.add(order.subList(from, Math.min(order.size(), from + size)).stream()
                    .sorted(Comparator.comparing(rank::get))
                    .toList());
        }
        return waves;
    }

    private static Map<Project, Integer> rank(List<Project> projects) {
        var rank = new HashMap<Project, Integer>();
        for (int i = 0; i < projects.size(); i++) {
            rank.put(projects.get(i), i);
        }
        return rank;
    }

    private Map<Project, Long> counts(List<Project> projects) {
        var counts = new HashMap<Project, Long>();
        for (var project : projects) {
            var count = found.get(project.name());
            counts.put(project, count == null ? 0 : count.sum());
        }
        return counts;
    }
}
