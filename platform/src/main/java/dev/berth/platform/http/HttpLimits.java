package dev.berth.platform.http;

import java.time.Duration;

/// What one server bears; each limit that is reached is counted as a [ServerLimit].
///
/// - `headerBytesMax`, `headerCountMax`: of one request's header fields; above, 431.
/// - `targetBytesMax`: path and query; above, 414.
/// - `connectionsMax`: open at one time; above, new ones are closed at once.
/// - `requestsMax`: being answered at one time; above, 503 with `Retry-After`.
/// - `streamsMax`: HTTP/2 streams of one connection at one time.
/// - `headWait`: from the first byte of a request's head (or the connection's start) to its end.
/// - `bodyWait`: without a byte of a body that is being read; then 408.
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
}
