package dev.berth.platform.telemetry;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// One metric per combination of label values, of which there is a bounded number.
///
/// Combinations beyond [#COMBINATIONS_MAX] share one whose values are all `other`. Label
/// values are words of ours (operations, outcomes), never names that users choose.
public final class Labelled<M> {
    public static final int COMBINATIONS_MAX = 256;
    private static final String OTHER = "other";

    private final List<String> labels;
    private final Function<List<String>, M> register;
    private final ConcurrentHashMap<List<String>, M> metrics = new ConcurrentHashMap<>();

    Labelled(List<String> labels, Function<List<String>, M> register) {
        this.labels = labels;
        this.register = register;
    }

    /// The metric for these values, one per label, in their order; keep it where speed
    /// counts.
    ///
    /// @throws IllegalArgumentException if there are not as many values as labels
    public M of(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(
                    "values for " + labels + " are missing or too many: " + values.length);
        }
        var combination = List.of(values);
        var known = metrics.get(combination);
        if (known != null) {
            return known;
        }
        var bounded = metrics.mappingCount() < COMBINATIONS_MAX
                ? combination
                : Collections.nCopies(labels.size(), OTHER);
        return metrics.computeIfAbsent(bounded, register);
    }
}
