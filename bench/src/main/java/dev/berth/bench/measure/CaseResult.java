package dev.berth.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What all rounds of one case gave, target by target.
///
/// @param scenario its number, as in `B3`
/// @param headline the figure that ratios are about
/// @param cells by target, in the order in which they were named
public record CaseResult(
        String scenario,
        String name,
        Figure headline,
        List<Bar> bars,
        SequencedMap<String, Cell> cells) {

    public CaseResult {
        bars = List.copyOf(bars);
        cells = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cells));
    }

    /// What became of one target.
    public sealed interface Cell {
        record Measured(List<Sample> samples) implements Cell {
            public Measured {
                samples = List.copyOf(samples);
            }
        }

        /// The target does not offer what the scenario needs.
        record Absent(String reason) implements Cell {}

        record Failed(String reason) implements Cell {}
    }

    /// The samples of that target; none if it was not measured.
    public List<Sample> samples(String target) {
        return cells.get(target) instanceof Cell.Measured(var samples) ? samples : List.of();
    }

    public Optional<Series> series(String target, Figure figure) {
        return Series.of(samples(target), figure);
    }

    public Optional<Series> ratio(String target, String baseline, Figure figure) {
        return Series.ratio(samples(target), samples(baseline), figure);
    }

    /// Failed operations of that target over all rounds.
    public long errors(String target) {
        return samples(target).stream().mapToLong(Sample::errors).sum();
    }
}
