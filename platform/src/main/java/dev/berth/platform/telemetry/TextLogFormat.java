package dev.berth.platform.telemetry;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// `2026-11-21T11:42:00.123Z INFO  registry.push: manifest pushed repository=team/app
/// request=…`
///
/// A stack trace follows on lines that begin with a tab.
final class TextLogFormat implements LogFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OURS = "dev.berth.";

    @Override
    public void append(StringBuilder out, LogLine line) {
        var event = line.event();
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), out);
        out.append(' ')
                .append("%-5s".formatted(event.getLevel()))
                .append(' ')
                .append(shortened(event.getLoggerName()));
        out.append(": ");
        appendPlain(out, event.getFormattedMessage());
        line.pairs().forEach(pair -> appendPair(out, pair.key, pair.value.toString()));
        line.requestPairs().forEach(pair -> appendPair(out, pair.key, pair.value.toString()));
        out.append('\n');
        if (event.getThrowableProxy() != null) {
            var trace = LogFormat.bounded(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            trace.lines().forEach(text -> {
                out.append('\t');
                appendPlain(out, text.strip());
                out.append('\n');
            });
        }
    }

    private static String shortened(String logger) {
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
    }

    private static void appendPair(StringBuilder out, String key, String value) {
        out.append(' ');
        appendPlain(out, key);
        out.append('=');
        if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"')) {
            out.append('"');
            appendPlain(out, value.replace("\"", "\\\""));
            out.append('"');
        } else {
            appendPlain(out, value);
        }
    }

    private static void appendPlain(StringBuilder out, String text) {
        var bounded = LogFormat.bounded(text);
        for (int i = 0; i < bounded.length(); i++) {
            char c = bounded.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> appendCharacter(out, c);
            }
        }
    }

    private static void appendCharacter(StringBuilder out, char c) {
        if (Character.isISOControl(c)) {
            out.append("\\u%04x".formatted((int) c));
        } else {
            out.append(c);
        }
    }
}
