package dev.berth.bench;

import dev.berth.bench.report.Json;
import dev.berth.bench.report.Plot;
import dev.berth.bench.report.Report;
import dev.berth.bench.report.Table;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What becomes of the figures.
final class OutputOptions {
    private enum Format {
        table,
        json
    }

    @Option(
            names = "--output",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "What goes to standard output (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the figures as JSON to this file.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Also draw the figures as an HTML page into this file.")
    private Optional<Path> plot = Optional.empty();

    /// Fails before hours of work, not after them.
    void requireWritable() {
        Stream.of(json, plot)
                .flatMap(Optional::stream)
                .map(file -> file.toAbsolutePath().getParent())
                .filter(folder -> folder == null || !Files.isWritable(folder))
                .findFirst()
                .ifPresent(folder -> {
                    throw new IllegalArgumentException("cannot write into " + folder);
                });
    }

    /// A block of the table, as soon as it is known.
    void whileRunning(PrintStream out, String block) {
        if (format == Format.table) {
            out.println(block);
        }
    }

    void atTheEnd(PrintStream out, Report report, Table table) throws IOException {
        out.print(
                switch (format) {
                    case table -> table.verdicts(report.verdicts());
                    case json -> Json.render(report) + "\n";
                });
        if (json.isPresent()) {
            Files.writeString(json.get(), Json.render(report));
        }
        if (plot.isPresent()) {
            Files.writeString(plot.get(), Plot.render(report));
        }
    }
}
