package dev.berth.bench.report;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.CaseResult.Cell;
import dev.berth.bench.measure.Sample;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportTest {
    private static final Pattern CHART = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

    @Test
    void the_plot_draws_the_bar_line_at_the_peers_figure_times_the_ratio() throws Exception {
        var matcher = CHART.matcher(Plot.render(report()));
        assertThat(matcher.find()).isTrue();

        var chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(matcher.group())));
        var bars = chart.getElementsByTagName("rect");
        var lines = chart.getElementsByTagName("line");
        double peerWidth =
                width(bars.item(1).getAttributes().getNamedItem("width").getNodeValue());
        double start = width(bars.item(1).getAttributes().getNamedItem("x").getNodeValue());
        double limit = width(lines.item(lines.getLength() - 1)
                .getAttributes()
                .getNamedItem("x1")
                .getNodeValue());

        assertThat(bars.getLength()).isEqualTo(2);
        assertThat(limit - start).isBetween(7 * peerWidth - 1, 7 * peerWidth + 1);
    }

    @Test
    void what_is_markup_in_a_name_is_text_in_the_plot() {
        assertThat(Plot.render(report())).contains("a &lt;b&gt; case").doesNotContain("<b>");
    }

    @Test
    void json_gives_every_round_the_ratio_and_the_verdict() {
        var json = new JsonMapper().readTree(Json.render(report()));

        var target = json.at("/cases/0/targets/berth");
        assertThat(target.at("/ratio").asDouble()).isEqualTo(8);
        assertThat(target.at("/figures/requests-per-cpu-second/rounds")).hasSize(3);
        assertThat(json.at("/cases/0/targets/floor/status").asString()).isEqualTo("absent");
        assertThat(json.at("/bars/0/verdict").asString()).isEqualTo("met");
    }

    @Test
    void the_table_has_a_row_per_target_and_no_escape_codes_when_piped() {
        var report = report();
        String text = new Table(new Style(false))
                .block(report.results().getFirst(), "a scenario", report.baseline());

        assertThat(text.lines())
                .anyMatch(line -> line.strip().startsWith("berth") && line.contains("8,000"))
                .anyMatch(line -> line.contains("not taking part: no"));
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void a_target_that_failed_makes_the_run_fail() {
        assertThat(report().hasErrors()).isFalse();
        assertThat(report(new Cell.Failed("refused")).hasErrors()).isTrue();
    }

    private static Report report() {
        return report(new Cell.Absent("no"));
    }

    private static Report report(Cell third) {
        var cells = new LinkedHashMap<String, Cell>();
        cells.put("berth", measured(8_000, 8_000, 8_400));
        cells.put("distribution", measured(1_000, 1_000, 1_050));
        cells.put("floor", third);
        var result = new CaseResult(
                "B3",
                "a <b> case",
                REQUESTS_PER_CPU_SECOND,
                List.of(Bar.atLeast(7, "distribution", REQUESTS_PER_CPU_SECOND)),
                cells);
        return new Report(new LinkedHashMap<>(), List.of("berth"), "distribution", List.of(result));
    }

    private static Cell measured(double... rounds) {
        return new Cell.Measured(Arrays.stream(rounds)
                .mapToObj(rate ->
                        new Sample(Map.of(REQUESTS_PER_CPU_SECOND, rate), 0, Optional.empty()))
                .toList());
    }

    private static double width(String pixels) {
        return Double.parseDouble(pixels);
    }
}
