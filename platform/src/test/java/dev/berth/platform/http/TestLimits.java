package dev.berth.platform.http;

import java.time.Duration;

/// Limits that are out of a test's way, but for those that it is about.
final class TestLimits {
    static final Duration LONG = Duration.ofSeconds(60);

    static final HttpLimits WIDE = counts(1_000, 1_000, 100);

    private TestLimits() {}

    static HttpLimits counts(int connectionsMax, int requestsMax, int streamsMax) {
        return limits(connectionsMax, requestsMax, streamsMax, LONG, LONG, LONG, LONG);
    }

    static HttpLimits waits(Duration head, Duration body, Duration write, Duration idle) {
        return limits(1_000, 1_000, 100, head, body, write, idle);
    }

    private static HttpLimits limits(
            int connectionsMax,
            int requestsMax,
            int streamsMax,
            Duration head,
            Duration body,
            Duration write,
            Duration idle) {
        return new HttpLimits(
                32 * 1024,
                100,
                8 * 1024,
                connectionsMax,
                requestsMax,
                streamsMax,
                head,
                body,
                write,
                idle);
    }
}
