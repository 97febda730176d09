package dev.berth.platform.http;

import io.netty.channel.Channel;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The open connections of one event loop, each with its [ConnectionWatch]; used by that loop only.
final class Connections {
    private static final Duration SWEEP_MAX = Duration.ofSeconds(1);

    private final HttpLimits limits;
    private final HttpEvents events;
    private final Http1ServerConfig parserConfig;
    private final long sweepMillis;
    private final Set<ConnectionWatch> watches = new LinkedHashSet<>();
    private boolean sweeping;

    Connections(HttpLimits limits, HttpEvents events, Http1ServerConfig parserConfig) {
        this.limits = limits;
        this.events = events;
        this.parserConfig = parserConfig;
        sweepMillis = Stream.of(
                        limits.headWait(),
                        limits.bodyWait(),
                        limits.idleWait(),
                        limits.writeWait(),
                        SWEEP_MAX.multipliedBy(4))
                .mapToLong(wait -> Math.max(1, wait.toMillis() / 4))
                .min()
                .orElseThrow();
    }

    /// Takes a connection under watch, before its first byte is parsed.
    void opened(HttpConnection connection) {
        var channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        if (ConnectionWatch.of(channel) != null) {
            return; // HTTP/2 announces a connection again with every SETTINGS frame
        }
        boolean http2 = connection.protocolVersion() == HttpVersion.HTTP_2;
        var watch = new ConnectionWatch(channel, http2, limits, events);
        if (!http2) {
            channel.pipeline()
                    .replace("httpDecoder", "httpDecoder", new StrictDecoder(parserConfig, watch));
        }
        watches.add(watch);
        channel.closeFuture().addListener(_ -> watches.remove(watch));
        if (!sweeping) {
            sweeping = true;
            sweepLater(channel);
        }
    }

    /// Sweeps as long as there are connections.
    private void sweepLater(Channel channel) {
        var _ = channel.eventLoop()
                .schedule(() -> sweep(channel), sweepMillis, TimeUnit.MILLISECONDS);
    }

    private void sweep(Channel channel) {
        sweeping = !watches.isEmpty();
        if (sweeping) {
            sweepLater(channel);
        }
        long now = System.nanoTime();
        List.copyOf(watches).forEach(watch -> watch.sweep(now));
    }
}
