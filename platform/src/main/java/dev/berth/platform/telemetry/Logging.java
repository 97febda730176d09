package dev.berth.platform.telemetry;

import ch.qos.logback.classic.LoggerContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import java.io.OutputStream;
import java.util.List;
import java.util.logging.Level;

/// The log of the process, from start until close.
///
/// - Before and after, warnings go to standard error, one by one ([QuietLogging]).
/// - Lines that cannot be written in time are dropped and counted (`log.dropped.lines`).
/// - What libraries tell about their ordinary work is for `debug`; their warnings are not.
/// - One per process: it replaces what SLF4J and java.util.logging were set to.
public final class Logging implements AutoCloseable {
    /// What all loggers of Berth's own begin with.
    private static final List<String> OWN = List.of("dev.berth", "berth");

    private final LoggerContext context;
    private final QueuedAppender appender;

    private Logging(LoggerContext context, QueuedAppender appender) {
        this.context = context;
        this.appender = appender;
    }

    /// Starts writing to `out`, which is flushed and stays open.
    public static Logging start(LogSettings settings, OutputStream out, Metrics metrics) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException(
                    "another SLF4J provider than Logback is on the class path");
        }
        var appender = new QueuedAppender(LogFormat.of(settings.format()), out);
        appender.setContext(context);
        appender.start();

        context.reset();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ofLibraries(settings.level()));
        root.addAppender(appender);
        OWN.forEach(own -> context.getLogger(own).setLevel(level(settings.level())));
        settings.loggers()
                .forEach(
                        logger -> context.getLogger(logger.name()).setLevel(level(logger.level())));

        if (!settings.requests()) {
            context.getLogger(LogSettings.REQUEST_LOGGER)
                    .setLevel(ch.qos.logback.classic.Level.OFF);
        }

        bridge(settings.level());
        metrics.counter(
                "log.dropped.lines",
                "Lines of the log that could not be written in time.",
                appender::dropped);
        metrics.gauge(
                "log.waiting.lines",
                "Lines of the log that wait to be written.",
                appender::waiting);
        return new Logging(context, appender);
    }

    @Override
    public void close() {
        context.reset();
        appender.stop();
        QuietLogging.configureQuietly(context);
    }

    /// Libraries that log through java.util.logging come to SLF4J.
    private static void bridge(LogSettings.Level level) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("")
                .setLevel(level == LogSettings.Level.DEBUG ? Level.FINE : Level.INFO);
    }

    private static ch.qos.logback.classic.Level ofLibraries(LogSettings.Level level) {
        return level(level == LogSettings.Level.INFO ? LogSettings.Level.WARN : level);
    }

    private static ch.qos.logback.classic.Level level(LogSettings.Level level) {
        return switch (level) {
            case ERROR -> ch.qos.logback.classic.Level.ERROR;
            case WARN -> ch.qos.logback.classic.Level.WARN;
            case INFO -> ch.qos.logback.classic.Level.INFO;
            case DEBUG -> ch.qos.logback.classic.Level.DEBUG;
        };
    }
}
