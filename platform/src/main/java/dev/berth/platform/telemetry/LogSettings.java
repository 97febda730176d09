package dev.berth.platform.telemetry;

import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.util.List;
import java.util.Locale;

/// How the log is kept.
///
/// - `requests`: one line per request, written by the server that answers it.
/// - `loggers`: levels that differ from `level`, for the names and all below.
public record LogSettings(Format format, Level level, boolean requests, List<LoggerLevel> loggers) {
    /// The logger that has the line per request; `requests` turns it on or off.
    public static final String REQUEST_LOGGER = "berth.http.access";

    private static final Setting<Format> FORMAT = new Setting<>(
            "log.format",
            Kind.oneOf(Format.class),
            "text",
            "How a line of the log looks: for eyes or for machines.");
    private static final Setting<Level> LEVEL = new Setting<>(
            "log.level",
            Kind.oneOf(Level.class),
            "info",
            "What is logged: this and what is graver. Of libraries, `info` shows warnings only.");
    private static final Setting<Boolean> REQUESTS = new Setting<>(
            "log.requests", Kind.bool(), "true", "Whether every request has a line in the log.");
    private static final Setting<List<LoggerLevel>> LOGGERS = new Setting<>(
            "log.loggers",
            Kind.of("name=level, such as `dev.berth.registry=debug`", LoggerLevel::parse)
                    .list(),
            "",
            "Levels of single loggers and all below them, to look into something.");

    public static LogSettings from(Settings settings) {
        return new LogSettings(
                settings.value(FORMAT),
                settings.value(LEVEL),
                settings.value(REQUESTS),
                settings.value(LOGGERS));
    }

    public enum Format {
        /// Time, level, logger, message, then key–values.
        TEXT,
        /// One JSON object per line.
        JSON
    }

    public enum Level {
        /// Someone must act.
        ERROR,
        /// Handled but degraded.
        WARN,
        /// One line per request and per change of state.
        INFO,
        /// For who looks into something.
        DEBUG
    }

    /// A logger whose level differs.
    public record LoggerLevel(String name, Level level) {
        static LoggerLevel parse(String text) {
            for (var level : Level.values()) {
                var suffix = "=" + level.name().toLowerCase(Locale.ROOT);
                if (text.endsWith(suffix) && text.length() > suffix.length()) {
                    return new LoggerLevel(
                            text.substring(0, text.length() - suffix.length()), level);
                }
            }
            throw new IllegalArgumentException(
                    "write a name and a level, such as dev.berth.registry=debug");
        }
    }
}
