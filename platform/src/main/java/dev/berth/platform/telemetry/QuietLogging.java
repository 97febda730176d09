package dev.berth.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.slf4j.Logger;

/// Logging where nobody has started [Logging]: in commands and tests, and around start and
/// stop.
///
/// Warnings and errors go to standard error as text. Logback finds this class as a service,
/// so that it does not look for files of its own.
public final class QuietLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        configureQuietly(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configureQuietly(LoggerContext context) {
        var appender = new StandardError();
        appender.setContext(context);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
    }

    private static final class StandardError extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final LogFormat format = new TextLogFormat();

        @Override
        protected void append(ILoggingEvent event) {
            var text = new StringBuilder();
            format.append(text, LogLine.of(event));
            System.err.print(text);
        }
    }
}
