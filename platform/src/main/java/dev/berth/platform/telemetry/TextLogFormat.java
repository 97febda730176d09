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
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
    private static final String OURS = "dev.berth.";

    /// The longest level and a space.
    private static final int LEVEL_WIDTH = 6;

    /// Most lines share their second with the one before; any thread may replace it.
    private volatile Second latest = Second.of(0);

    @Override
    public void append(StringBuilder out, LogLine line) {
        var event = line.event();
        appendTime(out, event.getTimeStamp());
        out.append(' ').append(event.getLevel());
        out.repeat(' ', LEVEL_WIDTH - event.getLevel().toString().length());
        appendShortened(out, event.getLoggerName());
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

    private void appendTime(StringBuilder out, long epochMillis) {
        long epochSecond = Math.floorDiv(epochMillis, 1000L);
        var second = latest;
        if (second.epoch() != epochSecond) {
            second = Second.of(epochSecond);
            latest = second;
        }
        int millis = Math.floorMod(epochMillis, 1000);
        out.append(second.text())
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }

    /// The beginning of all times within one second.
    private record Second(long epoch, String text) {
        static Second of(long epoch) {
            return new Second(epoch, TIME.format(Instant.ofEpochSecond(epoch)));
        }
    }

    private static void appendShortened(StringBuilder out, String logger) {
        out.append(logger, logger.startsWith(OURS) ? OURS.length() : 0, logger.length());
    }

    private static void appendPair(StringBuilder out, String key, String value) {
        out.append(' ');
        appendPlain(out, key);
        out.append('=');
        if (isWord(value)) {
            out.append(value);
        } else if (needsQuotes(value)) {
            out.append('"');
            appendPlain(out, value.replace("\"", "\\\""));
            out.append('"');
        } else {
            appendPlain(out, value);
        }
    }

    /// Whether the value can be written as it is, as most can; a text that is cut is none.
    private static boolean isWord(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '"' || c >= 0x7f) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= CHARS_MAX;
    }

    private static boolean needsQuotes(String value) {
        return value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"');
    }

    private static void appendPlain(StringBuilder out, String text) {
        var bounded = LogFormat.bounded(text);
        int done = 0;
        for (int i = 0; i < bounded.length(); i++) {
            char c = bounded.charAt(i);
            if (Character.isISOControl(c)) {
                out.append(bounded, done, i).append(escaped(c));
                done = i + 1;
            }
        }
        if (done == 0) {
            out.append(bounded); // Copied as a whole; a part is appended character by character.
        } else {
            out.append(bounded, done, bounded.length());
        }
    }

    private static String escaped(char control) {
        return switch (control) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\u%04x".formatted((int) control);
        };
    }
}
