package dev.berth.platform.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time as header fields write it, made once a second.
///
/// Source: RFC 9110 §5.6.7, IMF-fixdate.
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Tick tick = new Tick(0, "");

    private HttpDate() {}

    private record Tick(long second, String text) {}

    static String now() {
        long second = System.currentTimeMillis() / 1000;
        var current = tick;
        if (current.second != second) {
            current = new Tick(second, FORMAT.format(Instant.ofEpochSecond(second)));
            tick = current;
        }
        return current.text;
    }
}
