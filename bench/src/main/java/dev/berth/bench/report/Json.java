package dev.berth.bench.report;

import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.CaseResult.Cell;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.measure.Series;
import dev.berth.bench.measure.Verdict;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;

/// A run for programs.
///
/// ```
/// { "environment": {…}, "subjects": [ "berth" ], "baseline": "distribution",
///   "cases": [ { "scenario": "B3", "name": "…", "headline": "requests-per-cpu-second",
///       "targets": { "berth": { "status": "measured", "errors": 0, "ratio": 8.1,
///           "figures": { "p99-millis": { "unit": "p99 ms", "median": 1, "rounds": [1, 2, 1] } } },
///         "nginx": { "status": "absent", "reason": "does not offer PUSH" } } } ],
///   "bars": [ { "scenario": "B3", "target": "berth", "case": "…", "figure": "…",
///       "asked": "≥ 7 × distribution", "reached": 8.1, "verdict": "met" } ] }
/// ```
///
/// `ratio` is that of the headline to the baseline. What could not be measured is missing.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    public static String render(Report report) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode environment = root.putObject("environment");
        report.environment().forEach(environment::put);
        report.subjects().forEach(root.putArray("subjects")::add);
        root.put("baseline", report.baseline());
        var cases = root.putArray("cases");
        for (CaseResult result : report.results()) {
            addCase(cases.addObject(), result, report.baseline());
        }
        var bars = root.putArray("bars");
        for (Verdict verdict : report.verdicts()) {
            addBar(bars.addObject(), verdict);
        }
        return MAPPER.writeValueAsString(root);
    }

    private static void addCase(ObjectNode node, CaseResult result, String baseline) {
        node.put("scenario", result.scenario());
        node.put("name", result.name());
        node.put("headline", key(result.headline()));
        ObjectNode targets = node.putObject("targets");
        result.cells().forEach((target, cell) -> {
            ObjectNode entry = targets.putObject(target);
            switch (cell) {
                case Cell.Absent absent ->
                    entry.put("status", "absent").put("reason", absent.reason());
                case Cell.Failed failed ->
                    entry.put("status", "failed").put("reason", failed.reason());
                case Cell.Measured measured -> {
                    entry.put("status", "measured").put("errors", result.errors(target));
                    result.ratio(target, baseline, result.headline())
                            .ifPresent(ratio -> entry.put("ratio", ratio.median()));
                    addFigures(entry, measured.samples());
                }
            }
        });
    }

    private static void addFigures(ObjectNode entry, List<Sample> samples) {
        samples.stream()
                .flatMap(sample -> sample.firstError().stream())
                .findFirst()
                .ifPresent(error -> entry.put("firstError", error));
        entry.put("clientBound", samples.stream().anyMatch(Sample::isClientBound));
        ObjectNode figures = entry.putObject("figures");
        for (Figure figure : Figure.values()) {
            Series.of(samples, figure).ifPresent(series -> {
                ObjectNode node = figures.putObject(key(figure));
                node.put("unit", figure.unit()).put("median", series.median());
                var rounds = node.putArray("rounds");
                samples.forEach(sample -> sample.value(figure).ifPresent(rounds::add));
            });
        }
    }

    private static void addBar(ObjectNode node, Verdict verdict) {
        node.put("scenario", verdict.result().scenario());
        node.put("target", verdict.subject());
        node.put("case", verdict.result().name());
        node.put("figure", key(verdict.bar().figure()));
        node.put("asked", verdict.limitText());
        verdict.value().ifPresent(value -> node.put("reached", value));
        node.put("verdict", verdict.word());
    }

    private static String key(Figure figure) {
        return figure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
