package dev.berth.router.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/// How many requests each client may make: so many a second, and as many at once.
///
/// - A client is an IPv4 address or the first 64 bits of an IPv6 address.
/// - Clients that were quiet for [#KEPT] are forgotten; at most [#CLIENTS_MAX] are kept.
/// - Thread-safe.
final class ClientRates {
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int CLIENTS_MAX = 100_000;
    private static final int NETWORK_BYTES = 8;
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(CLIENTS_MAX)
            .expireAfterAccess(KEPT)
            .build();

    /// @param perSecond 0 for any number
    ClientRates(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /// Whether clients are counted at all.
    boolean isLimited() {
        return perSecond > 0;
    }

    /// Whether the client may make a request now.
    boolean mayCall(InetAddress client) {
        return !isLimited()
                || buckets.get(key(client), _ -> new Bucket(perSecond, nanoTime.getAsLong()))
                        .take(perSecond, nanoTime.getAsLong());
    }

    private static String key(InetAddress client) {
        var bytes = client.getAddress();
        return HexFormat.of()
                .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
    }

    private static final class Bucket {
        private double tokens;
        private long nanos;

        Bucket(int tokens, long nanos) {
            this.tokens = tokens;
            this.nanos = nanos;
        }

        synchronized boolean take(int perSecond, long now) {
            tokens = Math.min(perSecond, tokens + (now - nanos) / NANOS * perSecond);
            nanos = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
