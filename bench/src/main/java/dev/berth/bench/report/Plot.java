package dev.berth.bench.report;

import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.Figure.Better;
import dev.berth.bench.measure.Numbers;
import dev.berth.bench.measure.Series;
import dev.berth.bench.measure.Verdict;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A run for the eye: one page that needs nothing else, a small chart per case.
///
/// A chart shows the headline of each target as a bar, lowest to highest round as a
/// whisker, the ratio to the baseline in words, and each bar that is set on the headline as
/// a dashed line.
public final class Plot {
    private static final int LABEL = 130;
    private static final int WIDTH = 520;
    private static final int ROW = 26;
    private static final int THICK = 16;
    private static final int TEXT = 220;

    private static final String STYLE = """
            body { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 2rem 0 0; } p, dl { color: #666; margin: 0; }
            dt { float: left; clear: left; width: 9rem; } svg { width: 100%; height: auto; }
            text { font: 12px system-ui, sans-serif; fill: currentColor; }
            .bar { fill: #9aa5b1; } .subject { fill: #1769aa; } .whisker { stroke: currentColor; }
            .limit { stroke: #c0392b; stroke-dasharray: 4 3; } .missed { color: #c0392b; }
            @media (prefers-color-scheme: dark) { body { background: #14181d; color: #e4e7eb; } p, dl { color: #9aa5b1; } }
            """;

    private Plot() {}

    public static String render(Report report) {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">");
        page.append("<title>Berth bench</title>\n<style>\n").append(STYLE).append("</style>\n");
        page.append("<h1>")
                .append(escape(String.join(", ", report.subjects())))
                .append(" beside the others</h1>\n<dl>");
        report.environment()
                .forEach((name, value) -> page.append("<dt>")
                        .append(escape(name))
                        .append("</dt><dd>")
                        .append(escape(value))
                        .append("</dd>"));
        page.append("</dl>\n");
        List<Verdict> verdicts = report.verdicts();
        for (CaseResult result : report.results()) {
            page.append(section(report, result, verdicts));
        }
        return page.append("</html>\n").toString();
    }

    private static String section(Report report, CaseResult result, List<Verdict> verdicts) {
        List<String> targets = result.cells().keySet().stream()
                .filter(target -> result.series(target, result.headline()).isPresent())
                .toList();
        if (targets.isEmpty()) {
            return "";
        }
        String direction = result.headline().better() == Better.MORE ? "more" : "less";
        return "<h2>%s %s</h2>\n<p>%s, %s is better</p>\n%s%s"
                .formatted(
                        escape(result.scenario()),
                        escape(result.name()),
                        escape(result.headline().unit()),
                        direction,
                        chart(report, result, targets),
                        judgements(result, verdicts));
    }

    private static String chart(Report report, CaseResult result, List<String> targets) {
        double longest = targets.stream()
                .flatMap(target -> result.series(target, result.headline()).stream())
                .mapToDouble(Series::max)
                .max()
                .orElse(1);
        List<Double> limits = result.bars().stream()
                .flatMap(bar -> limit(bar, result).stream())
                .toList();
        double most =
                Math.max(longest, limits.stream().mapToDouble(x -> x).max().orElse(0));
        double scale = most == 0 ? 0 : WIDTH / most;
        int height = targets.size() * ROW + 4;
        var svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n"
                .formatted(LABEL + WIDTH + TEXT, height));
        for (int i = 0; i < targets.size(); i++) {
            svg.append(row(report, result, targets.get(i), i * ROW + 4, scale));
        }
        for (double limit : limits) {
            svg.append("<line class=\"limit\" x1=\"%1$s\" x2=\"%1$s\" y1=\"0\" y2=\"%2$d\"/>\n"
                    .formatted(pixels(LABEL + limit * scale), height));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String row(
            Report report, CaseResult result, String target, int top, double scale) {
        Series series = result.series(target, result.headline()).orElseThrow();
        String ratio = result.ratio(target, report.baseline(), result.headline())
                .map(each -> " (" + Numbers.format(each.median()) + " ×)")
                .orElse("");
        int baseline = top + THICK - 3;
        int middle = top + THICK / 2;
        String end = pixels(LABEL + series.max() * scale);
        return "<text x=\"0\" y=\"%d\">%s</text>\n".formatted(baseline, escape(target))
                + "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\"/>\n"
                        .formatted(
                                report.subjects().contains(target) ? "subject" : "bar",
                                LABEL,
                                top,
                                pixels(series.median() * scale),
                                THICK)
                + "<line class=\"whisker\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>\n"
                        .formatted(pixels(LABEL + series.min() * scale), end, middle, middle)
                + "<text x=\"%s\" dx=\"6\" y=\"%d\">%s%s</text>\n"
                        .formatted(end, baseline, Numbers.format(series.median()), ratio);
    }

    /// Where on the headline's axis a bar stands; empty if it is about another figure.
    private static Optional<Double> limit(Bar bar, CaseResult result) {
        if (bar.figure() != result.headline()) {
            return Optional.empty();
        }
        return switch (bar) {
            case Bar.ToPeer it ->
                result.series(it.peer(), it.figure()).map(peer -> peer.median() * it.ratio());
            case Bar.Absolute it -> Optional.of(it.limit());
            case Bar.ToCase _ -> Optional.empty();
        };
    }

    private static String judgements(CaseResult result, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.result().equals(result))
                .map(verdict -> "<p%s>%s %s: %s%s</p>\n"
                        .formatted(
                                verdict.isMissed() ? " class=\"missed\"" : "",
                                escape(verdict.bar().figure().unit()),
                                escape(verdict.limitText()),
                                verdict.word(),
                                verdict.value()
                                        .map(value -> ", " + Numbers.format(value))
                                        .orElse("")))
                .collect(Collectors.joining());
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
