package dev.berth.platform.telemetry;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// One flat object per line: `time`, `level`, `logger`, `message`, then `request`, `trace`
/// and `span` where there are such, the key–values, and `exception`.
///
/// - Numbers and booleans stay what they are, every other value is its text.
/// - A key that is taken gets `_` after it.
final class JsonLogFormat implements LogFormat {
    private static final Set<String> ALWAYS =
            Set.of("time", "level", "logger", "message", "exception");

    @Override
    public void append(StringBuilder out, LogLine line) {
        var event = line.event();
        out.append("{\"time\":\"")
                .append(Instant.ofEpochMilli(event.getTimeStamp()))
                .append('"');
        appendMember(out, "level", event.getLevel().toString());
        appendMember(out, "logger", event.getLoggerName());
        appendMember(out, "message", event.getFormattedMessage());
        var used = new HashSet<>(ALWAYS);
        for (var pair : line.requestPairs()) {
            appendMember(out, unused(used, pair.key), pair.value);
        }
        for (var pair : line.pairs()) {
            appendMember(out, unused(used, pair.key), pair.value);
        }
        if (event.getThrowableProxy() != null) {
            appendMember(out, "exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        out.append("}\n");
    }

    private static String unused(Set<String> used, String key) {
        var name = key;
        while (!used.add(name)) {
            name += "_";
        }
        return name;
    }

    private static void appendMember(StringBuilder out, String name, Object value) {
        out.append(',');
        appendString(out, name);
        out.append(':');
        switch (value) {
            case Integer _, Long _, Boolean _ -> out.append(value);
            default -> appendString(out, LogFormat.bounded(value.toString()));
        }
    }

    private static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> appendCharacter(out, c);
            }
        }
        out.append('"');
    }

    private static void appendCharacter(StringBuilder out, char c) {
        if (Character.isISOControl(c) || Character.isSurrogate(c)) {
            out.append("\\u%04x".formatted((int) c));
        } else {
            out.append(c);
        }
    }
}
