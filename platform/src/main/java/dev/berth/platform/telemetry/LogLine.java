package dev.berth.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.slf4j.event.KeyValuePair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was logged, and the request it was logged for; safe to hand to another thread.
///
/// - `pairs`: the key–values; numbers and booleans as they are, everything else as text.
record LogLine(ILoggingEvent event, List<KeyValuePair> pairs, Optional<RequestContext> request) {
    private static final String REQUEST = "request";

    /// Takes from this thread what only it knows, and turns values that may change into
    /// text.
    static LogLine of(ILoggingEvent event) {
        // Not all that the library would keep: to find the name of a virtual thread, which no
        // format
        // writes, takes longer than the rest.
        var _ = event.getFormattedMessage();
        var request = RequestContext.current();
        return new LogLine(event, fixed(event.getKeyValuePairs(), request.isPresent()), request);
    }

    /// The line that says how many are missing.
    static LogLine lost(long lines) {
        var event = new LoggingEvent();
        event.setTimeStamp(System.currentTimeMillis());
        event.setLevel(Level.WARN);
        event.setLoggerName(Logging.class.getName());
        event.setMessage("the log could not keep up; lines are lost");
        return new LogLine(event, List.of(new KeyValuePair("lines", lines)), Optional.empty());
    }

    /// What the request adds to the pairs.
    List<KeyValuePair> requestPairs() {
        var pairs = new ArrayList<KeyValuePair>();
        request.ifPresent(context -> pairs.add(new KeyValuePair(REQUEST, context.id())));
        request.flatMap(RequestContext::trace).ifPresent(trace -> {
            pairs.add(new KeyValuePair("trace", trace.traceId()));
            pairs.add(new KeyValuePair("span", trace.spanId()));
        });
        return pairs;
    }

    /// Logback gives null where there are no pairs. The request's own id is said once.
    private static List<KeyValuePair> fixed(List<KeyValuePair> pairs, boolean inRequest) {
        if (pairs == null) {
            return List.of();
        }
        var fixed = new ArrayList<KeyValuePair>(pairs.size());
        for (var pair : pairs) {
            if (!inRequest || !pair.key.equals(REQUEST)) {
                fixed.add(fixed(pair));
            }
        }
        return fixed;
    }

    private static KeyValuePair fixed(KeyValuePair pair) {
        return switch (pair.value) {
            case String _, Integer _, Long _, Boolean _ -> pair;
            case null, default -> new KeyValuePair(pair.key, String.valueOf(pair.value));
        };
    }
}
