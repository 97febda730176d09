package dev.berth.platform.http;

import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/// Takes over a new certificate when its files change.
///
/// - Looks at the content every [#INTERVAL]: file notifications miss replaced links, as Kubernetes
///   makes them.
/// - A pair that does not fit is not taken and the old one stays. That is so for a moment between
///   the writes of its two files; if it lasts, it is an error in the log, once per problem.
/// - Connections that are open go on as they are.
final class TlsReload implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(TlsReload.class);

    private final HttpSettings.Tls tls;
    private final Vertx vertx;
    private final Listener listener;
    private final Thread thread;
    private TlsFiles current;
    private String lastProblem = "";
    private boolean reported;

    private TlsReload(HttpSettings.Tls tls, TlsFiles current, Vertx vertx, Listener listener) {
        this.tls = tls;
        this.current = current;
        this.vertx = vertx;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("tls-reload").unstarted(this::run);
    }

    static TlsReload start(HttpSettings.Tls tls, TlsFiles current, Vertx vertx, Listener listener) {
        var reload = new TlsReload(tls, current, vertx, listener);
        reload.thread.start();
        return reload;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                check();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void check() throws InterruptedException {
        try {
            var read = TlsFiles.read(tls, vertx);
            if (!read.equals(current)) {
                listener.renew(read).toCompletionStage().toCompletableFuture().get();
                current = read;
                log.atInfo()
                        .addKeyValue("certificate", tls.certificate())
                        .log("certificate renewed");
            }
            lastProblem = "";
        } catch (IOException | ExecutionException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    /// Reports what is still wrong at a second look, once.
    private void report(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            reported = false;
        } else if (!reported) {
            reported = true;
            log.atError()
                    .addKeyValue("cause", problem)
                    .log("certificate not renewed, the old one stays");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
