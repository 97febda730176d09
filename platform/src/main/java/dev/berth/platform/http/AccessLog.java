package dev.berth.platform.http;

import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per request on the logger `berth.http.access`, level INFO; free when that is off.
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("berth.http.access");

    void log(
            HttpServerRequest http,
            @Nullable Exchange exchange,
            String id,
            String operation,
            int status,
            long bytes,
            long startedNanos) {
        if (!log.isInfoEnabled()) {
            return;
        }
        log.atInfo()
                .addKeyValue("method", http.method().name())
                .addKeyValue("path", exchange == null ? "" : exchange.path())
                .addKeyValue("status", status)
                .addKeyValue("bytes", bytes)
                .addKeyValue("micros", (System.nanoTime() - startedNanos) / 1000)
                .addKeyValue("request", id)
                .addKeyValue("operation", operation)
                .addKeyValue("client", exchange == null ? "" : exchange.client().getHostAddress())
                .log("request");
    }
}
