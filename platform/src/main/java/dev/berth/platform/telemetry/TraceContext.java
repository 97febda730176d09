package dev.berth.platform.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A place in a distributed trace, as it travels in the fields `traceparent` and
/// `tracestate`.
///
/// - `traceId`, `spanId`: 32 and 16 hex digits in lower case, not all zero.
/// - `state`: what the callers' systems want passed on, at most [#STATE_CHARS_MAX]
///   characters; not interpreted.
/// - Source: W3C Trace Context, sections 3.2 and 3.3.
public record TraceContext(String traceId, String spanId, boolean sampled, String state) {
    public static final int STATE_CHARS_MAX = 512;

    private static final Pattern PARENT = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~\t]*");
    private static final int SAMPLED = 1;

    /// Reads what a caller sent; empty if `parent` is malformed, as the specification asks.
    ///
    /// A state that is too long or has odd characters is dropped alone.
    public static Optional<TraceContext> parse(String parent, List<String> states) {
        var parts = PARENT.matcher(parent);
        if (!parts.matches() || (parts.group(1).equals("00") && parts.group(5) != null)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & SAMPLED) != 0;
        var state = String.join(",", states);
        boolean usable =
                state.length() <= STATE_CHARS_MAX && PRINTABLE.matcher(state).matches();
        return Optional.of(
                new TraceContext(parts.group(2), parts.group(3), sampled, usable ? state : ""));
    }

    /// The field `traceparent` for a call made on behalf of this span.
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
