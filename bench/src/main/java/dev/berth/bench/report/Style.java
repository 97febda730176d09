package dev.berth.bench.report;

/// How text stands out: with escape codes on a terminal, not at all elsewhere.
///
/// @param coloured whether the reader is a terminal
public record Style(boolean coloured) {

    String bold(String text) {
        return coloured ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    String bad(String text) {
        return coloured ? "\u001b[31m" + text + "\u001b[0m" : text;
    }
}
