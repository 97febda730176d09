package dev.berth.platform.telemetry;

/// How a line of the log is written.
///
/// Text that came from outside can neither end a line nor send control characters to a
/// terminal.
@FunctionalInterface
interface LogFormat {
    /// A text or stack trace longer than this is cut.
    int CHARS_MAX = 16 * 1024;

    /// Appends the line with its end.
    void append(StringBuilder out, LogLine line);

    static LogFormat of(LogSettings.Format format) {
        return switch (format) {
            case TEXT -> new TextLogFormat();
            case JSON -> new JsonLogFormat();
        };
    }

    /// The text, cut where it is too long.
    static String bounded(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX) + "…";
    }
}
