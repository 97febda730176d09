package dev.berth.platform.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Numbers with a unit.
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Pattern DURATION = Pattern.compile("(?:[0-9]{1,15}(?:ms|s|m|h|d))+");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,19})(B|KiB|MiB|GiB|TiB)?");
    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Integer> SHIFTS =
            Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    private Quantities() {}

    /// Reads `500ms`, `30s`, `5m`, `24h`, `7d` and sequences of them such as `1h30m`.
    ///
    /// @throws IllegalArgumentException with what to write instead
    static Duration parseDuration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write a number with ms, s, m, h or d, such as 30s or 1h30m");
        }
        try {
            long milliseconds = 0;
            var parts = NUMBER_AND_UNIT.matcher(text);
            while (parts.find()) {
                long unit = MILLISECONDS.getOrDefault(parts.group(2), 1L);
                long part = Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
                milliseconds = Math.addExact(milliseconds, part);
            }
            return Duration.ofMillis(milliseconds);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("write a shorter duration", e);
        }
    }

    /// Reads `4MiB`, `512B` or a plain number of bytes; units are powers of 1024.
    ///
    /// @throws IllegalArgumentException with what to write instead
    static long parseBytes(String text) {
        var parts = BYTES.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "write a number of bytes or one with KiB, MiB, GiB or TiB, such as 4MiB");
        }
        try {
            int shift = parts.group(2) == null ? 0 : SHIFTS.getOrDefault(parts.group(2), 0);
            return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("write a smaller size", e);
        }
    }
}
