package dev.berth.platform.http;

import dev.berth.platform.telemetry.LogSettings;

import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per request on the logger [LogSettings#REQUEST_LOGGER], level INFO; free when
/// that is off.
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger(LogSettings.REQUEST_LOGGER);
    private static final int TARGET_CHARS_MAX = 200;

    private AccessLog() {}

    static void answered(
            Exchange request, String operation, int status, long bytes, long startedNanos) {
        if (log.isInfoEnabled()) {
            log.atInfo()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", request.path())
                    .addKeyValue("status", status)
                    .addKeyValue("bytes", bytes)
                    .addKeyValue("micros", (System.nanoTime() - startedNanos) / 1_000)
                    .addKeyValue("request", request.id())
                    .addKeyValue("operation", operation)
                    .addKeyValue("client", request.client().getHostAddress())
                    .addKeyValue("subject", request.subject())
                    .log("request");
        }
    }

    /// A request whose head was refused: what it says is not to be trusted, so it is
    /// shortened and made printable.
    static void refused(
            HttpServerRequest http, ConnectionWatch watch, String id, Response response) {
        if (log.isInfoEnabled()) {
            var target = String.valueOf(http.uri());
            log.atInfo()
                    .addKeyValue("method", "-")
                    .addKeyValue(
                            "path",
                            target.substring(0, Math.min(TARGET_CHARS_MAX, target.length()))
                                    .replaceAll("[^!-~]", "?"))
                    .addKeyValue("status", response.status())
                    .addKeyValue("bytes", response.body().length())
                    .addKeyValue("request", id)
                    .addKeyValue("client", watch.address().getHostAddress())
                    .log("request refused");
        }
    }
}
