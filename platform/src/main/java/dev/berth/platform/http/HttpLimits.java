package dev.berth.platform.http;

import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.time.Duration;

/// What one server bears; each limit that is reached is counted as a [ServerLimit].
///
/// - `headerBytesMax`, `headerCountMax`: of one request's header fields; above, 431.
/// - `targetBytesMax`: path and query; above, 414.
/// - `connectionsMax`: open at one time; above, new ones are closed at once.
/// - `requestsMax`: being answered at one time; above, 503 with `Retry-After`.
/// - `streamsMax`: HTTP/2 streams of one connection at one time.
/// - `headWait`: from the first byte of a request's head (or the connection's start) to its end.
/// - `bodyWait`: without a byte of a body that is being read, then 408; and how long a body that
///   nobody reads is heard out before its connection is closed.
/// - `writeWait`: without a byte taken by the peer; then the connection is reset.
/// - `idleWait`: without a request on an open connection.
public record HttpLimits(
        int headerBytesMax,
        int headerCountMax,
        int targetBytesMax,
        int connectionsMax,
        int requestsMax,
        int streamsMax,
        Duration headWait,
        Duration bodyWait,
        Duration writeWait,
        Duration idleWait) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            32 * 1024,
            128,
            8 * 1024,
            20_000,
            4_096,
            128,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(75));

    private static final Setting<Long> HEADER_BYTES = new Setting<>(
            "http.header-bytes-max",
            Kind.bytes("8KiB", "1MiB"),
            "32KiB",
            "Most bytes of the header fields of one request.");
    private static final Setting<Integer> HEADER_COUNT = new Setting<>(
            "http.header-count-max",
            Kind.integer(16, 1_000),
            "128",
            "Most header fields of one request.");
    private static final Setting<Long> TARGET_BYTES = new Setting<>(
            "http.target-bytes-max",
            Kind.bytes("1KiB", "64KiB"),
            "8KiB",
            "Most bytes of the path and query of one request.");
    private static final Setting<Integer> CONNECTIONS = new Setting<>(
            "http.connections-max",
            Kind.integer(16, 1_000_000),
            "20000",
            "Most connections at one time; more are closed at once.");
    private static final Setting<Integer> REQUESTS = new Setting<>(
            "http.requests-max",
            Kind.integer(16, 100_000),
            "4096",
            "Most requests answered at one time; more get 503 and are to come again.");
    private static final Setting<Integer> STREAMS = new Setting<>(
            "http.streams-max",
            Kind.integer(1, 10_000),
            "128",
            "Most HTTP/2 streams of one connection at one time.");
    private static final Setting<Duration> HEAD_TIMEOUT = new Setting<>(
            "http.head-timeout",
            Kind.duration("100ms", "10m"),
            "10s",
            "How long the head of a request may take to arrive.");
    private static final Setting<Duration> BODY_TIMEOUT = new Setting<>(
            "http.body-timeout",
            Kind.duration("100ms", "1h"),
            "30s",
            "How long a body that is being read may make no progress, and how long the rest of"
                    + " one that was refused is skipped before the connection is closed. A body"
                    + " of more than 16 KiB that is read whole, such as a large manifest, has this"
                    + " long and a second for each 64 KiB.");
    private static final Setting<Duration> WRITE_TIMEOUT = new Setting<>(
            "http.write-timeout",
            Kind.duration("100ms", "1h"),
            "60s",
            "How long a client may take no byte of an answer.");
    private static final Setting<Duration> IDLE_TIMEOUT = new Setting<>(
            "http.idle-timeout",
            Kind.duration("1s", "1h"),
            "75s",
            "How long a connection may stay open without a request.");

    /// Reads all of them.
    static HttpLimits from(Settings settings) {
        return new HttpLimits(
                Math.toIntExact(settings.value(HEADER_BYTES)),
                settings.value(HEADER_COUNT),
                Math.toIntExact(settings.value(TARGET_BYTES)),
                settings.value(CONNECTIONS),
                settings.value(REQUESTS),
                settings.value(STREAMS),
                settings.value(HEAD_TIMEOUT),
                settings.value(BODY_TIMEOUT),
                settings.value(WRITE_TIMEOUT),
                settings.value(IDLE_TIMEOUT));
    }
}
