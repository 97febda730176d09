package dev.berth.router;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Everything that we log, down to the last detail, until it is closed.
///
/// A line is the message, the keys and values, and the message of what was thrown.
final class LoggedLines implements AutoCloseable {
    private final Collection<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.berth");
    private final Level level = logger.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (thrown == null ? "" : thrown.getMessage()));
        }
    };

    LoggedLines() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.TRACE);
    }

    Collection<String> lines() {
        return lines;
    }

    /// Whether there is an event of this name.
    boolean has(String message) {
        return lines.stream().anyMatch(line -> line.startsWith(message + " "));
    }

    @Override
    public void close() {
        logger.setLevel(level);
        logger.detachAppender(appender);
    }
}
