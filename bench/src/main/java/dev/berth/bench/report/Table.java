package dev.berth.bench.report;

import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.CaseResult.Cell;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Numbers;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.measure.Series;
import dev.berth.bench.measure.Verdict;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A run as text: a block of rows per case, then the bars.
public final class Table {
    private static final String NOTHING = "–";

    /// Shown in every block that has them, whatever the headline.
    private static final Set<Figure> ALWAYS = EnumSet.of(
            Figure.REQUESTS_PER_SECOND,
            Figure.CPU_MICROS_PER_REQUEST,
            Figure.P50_MILLIS,
            Figure.P90_MILLIS,
            Figure.P95_MILLIS,
            Figure.P99_MILLIS,
            Figure.P999_MILLIS,
            Figure.PEAK_MEBIBYTES,
            Figure.WRITTEN_MEBIBYTES);

    /// Shown where a scenario is about them.
    private static final Set<Figure> SPECIAL = EnumSet.of(
            Figure.MEMORY_GROWTH,
            Figure.FIRST_ANSWER_MILLIS,
            Figure.ACKNOWLEDGED,
            Figure.LOST,
            Figure.RESENT_MEBIBYTES,
            Figure.UPSTREAM_PER_REQUEST,
            Figure.OPEN_FILES);

    private final Style style;

    public Table(Style style) {
        this.style = style;
    }

    /// One case: a row per target.
    public String block(CaseResult result, String scenarioTitle, String baseline) {
        List<Figure> columns = columns(result);
        var rows = new ArrayList<List<String>>();
        rows.add(header(result, columns, baseline));
        result.cells()
                .forEach((target, cell) -> rows.add(row(result, target, cell, columns, baseline)));
        return "%s%n%s%s"
                .formatted(
                        style.bold("%s %s, %s"
                                .formatted(result.scenario(), scenarioTitle, result.name())),
                        Columns.align(rows),
                        notes(result));
    }

    /// Every bar: what it asks, what was reached.
    public String verdicts(List<Verdict> verdicts) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("bar", "target", "case", "figure", "asked", "reached", ""));
        for (Verdict verdict : verdicts) {
            rows.add(List.of(
                    verdict.result().scenario(),
                    verdict.subject(),
                    verdict.result().name(),
                    verdict.bar().figure().unit(),
                    verdict.limitText(),
                    verdict.value().map(Numbers::format).orElse(NOTHING),
                    verdict.isMissed() ? style.bad(verdict.word()) : verdict.word()));
        }
        return Columns.align(rows);
    }

    private static List<Figure> columns(CaseResult result) {
        var shown = EnumSet.copyOf(ALWAYS);
        shown.addAll(SPECIAL);
        if (result.headline() == Figure.REQUESTS_PER_SECOND) {
            shown.add(Figure.GROWTH);
        }
        result.bars().forEach(bar -> shown.add(bar.figure()));
        shown.remove(result.headline());
        return shown.stream()
                .filter(figure -> result.cells().keySet().stream()
                        .anyMatch(target -> result.series(target, figure).isPresent()))
                .toList();
    }

    private static List<String> header(CaseResult result, List<Figure> columns, String baseline) {
        var header =
                new ArrayList<>(List.of("target", result.headline().unit(), "±", "× " + baseline));
        columns.forEach(column -> header.add(column.unit()));
        header.add("errors");
        return header;
    }

    private static List<String> row(
            CaseResult result, String target, Cell cell, List<Figure> columns, String baseline) {
        return switch (cell) {
            case Cell.Absent absent -> List.of(target, "not taking part: " + absent.reason());
            case Cell.Failed failed -> List.of(target, "FAILED: " + failed.reason());
            case Cell.Measured measured -> measured(result, target, measured, columns, baseline);
        };
    }

    private static List<String> measured(
            CaseResult result,
            String target,
            Cell.Measured cell,
            List<Figure> columns,
            String baseline) {
        var headline = result.series(target, result.headline());
        boolean clientBound = cell.samples().stream().anyMatch(Sample::isClientBound);
        var row = new ArrayList<>(List.of(
                target + (clientBound ? " *" : ""),
                headline.map(series -> Numbers.format(series.median())).orElse(NOTHING),
                headline.map(series -> Math.round(series.spread() * 100) + " %").orElse(NOTHING),
                result.ratio(target, baseline, result.headline())
                        .map(series -> Numbers.format(series.median()))
                        .orElse(NOTHING)));
        for (Figure column : columns) {
            row.add(result.series(target, column)
                    .map(Series::median)
                    .map(Numbers::format)
                    .orElse(NOTHING));
        }
        row.add(Long.toString(result.errors(target)));
        return row;
    }

    private String notes(CaseResult result) {
        var notes = new StringBuilder();
        boolean clientBound = result.cells().keySet().stream()
                .flatMap(target -> result.samples(target).stream())
                .anyMatch(Sample::isClientBound);
        if (clientBound) {
            notes.append("  * client-bound: the load generator's core was full, the server's"
                            + " was not; ")
                    .append("compare per CPU-second.\n");
        }
        for (String target : result.cells().keySet()) {
            String first = result.samples(target).stream()
                    .flatMap(sample -> sample.firstError().stream())
                    .limit(1)
                    .collect(Collectors.joining());
            if (!first.isEmpty()) {
                notes.append(style.bad("  " + target + ": " + first)).append('\n');
            }
        }
        return notes.toString();
    }
}
