package dev.berth.bench.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A bar and what came of it for one target.
///
/// @param subject the target
/// @param value what was reached; empty if this run cannot tell
public record Verdict(CaseResult result, Bar bar, String subject, Optional<Double> value) {

    /// Judges every bar of the run, for each of the subjects that the case had.
    ///
    /// @param subjects the targets that the bars are for
    public static List<Verdict> of(List<CaseResult> results, Collection<String> subjects) {
        var verdicts = new ArrayList<Verdict>();
        for (CaseResult result : results) {
            for (Bar bar : result.bars()) {
                subjects.stream()
                        .filter(result.cells()::containsKey)
                        .map(subject -> new Verdict(
                                result, bar, subject, reached(results, result, bar, subject)))
                        .forEach(verdicts::add);
            }
        }
        return verdicts;
    }

    public boolean isMissed() {
        return value.isPresent() && !bar.bound().holds(value.get(), limit());
    }

    /// The least or the most that the bar allows.
    public double limit() {
        return switch (bar) {
            case Bar.ToPeer it -> it.ratio();
            case Bar.ToCase it -> it.ratio();
            case Bar.Absolute it -> it.limit();
        };
    }

    /// The bar in words, as in `≥ 7 × distribution`.
    public String limitText() {
        String limit = bar.bound().sign() + " " + Numbers.format(limit());
        return switch (bar) {
            case Bar.ToPeer it -> limit + " × " + it.peer();
            case Bar.ToCase it -> limit + " × '" + it.caseName() + "'";
            case Bar.Absolute _ -> limit;
        };
    }

    /// `met`, `missed`, or that the run has no answer.
    public String word() {
        if (value.isEmpty()) {
            return "not judged";
        }
        return isMissed() ? "missed" : "met";
    }

    private static Optional<Double> reached(
            List<CaseResult> results, CaseResult result, Bar bar, String subject) {
        return switch (bar) {
            case Bar.ToPeer it -> result.ratio(subject, it.peer(), it.figure()).map(Series::median);
            case Bar.Absolute it -> result.series(subject, it.figure()).map(Series::median);
            case Bar.ToCase it ->
                results.stream()
                        .filter(other -> other.scenario().equals(result.scenario()))
                        .filter(other -> other.name().equals(it.caseName()))
                        .findFirst()
                        .flatMap(other -> Series.ratio(
                                result.samples(subject), other.samples(subject), it.figure()))
                        .map(Series::median);
        };
    }
}
