package dev.berth.bench.report;

import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.Verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A finished run.
///
/// @param environment what the figures depend on, by name: machine, versions, settings
/// @param subjects the targets that bars are for
/// @param baseline the target that ratios are to
public record Report(
        SequencedMap<String, String> environment,
        List<String> subjects,
        String baseline,
        List<CaseResult> results) {

    public Report {
        environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
        subjects = List.copyOf(subjects);
        results = List.copyOf(results);
    }

    public List<Verdict> verdicts() {
        return Verdict.of(results, subjects);
    }

    /// Whether any target failed a case or any operation failed.
    public boolean hasErrors() {
        return results.stream()
                .anyMatch(result -> result.cells().entrySet().stream()
                        .anyMatch(cell -> cell.getValue() instanceof CaseResult.Cell.Failed
                                || result.errors(cell.getKey()) > 0));
    }

    public boolean hasMissedBars() {
        return verdicts().stream().anyMatch(Verdict::isMissed);
    }
}
