package dev.berth.router.shared;

import dev.berth.oci.Digest;
import dev.berth.oci.OciException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one router found out about a reference of an image.
///
/// - Shape: lines. `present`, project, digest, type, length, when all were asked, when this project
///   was; or `absent` and when. Times are milliseconds of the epoch.
public sealed interface SharedValue {
    /// When it was last known to be so.
    Instant checked();

    /// As `resolve.Memory.Mapping`.
    ///
    /// @param project its name; not looked up
    record Present(
            String project,
            Digest digest,
            String type,
            long bytes,
            Instant located,
            Instant checked)
            implements SharedValue {}

    /// Every project said 404.
    record Absent(Instant checked) implements SharedValue {}

    /// Clocks may differ by this; what is from later is strange.
    Duration SKEW = Duration.ofMinutes(1);

    int TEXT_CHARACTERS_MAX = 2 * 1024;

    /// As text.
    default String text() {
        return switch (this) {
            case Present present ->
                String.join(
                        "\n",
                        "present",
                        present.project(),
                        present.digest().toString(),
                        present.type(),
                        Long.toString(present.bytes()),
                        Long.toString(present.located().toEpochMilli()),
                        Long.toString(present.checked().toEpochMilli()));
            case Absent absent -> "absent\n" + absent.checked().toEpochMilli();
        };
    }

    /// Reads a text; empty if it is none of ours, or from the future.
    static Optional<SharedValue> parse(String text, Instant now) {
        if (text.length() > TEXT_CHARACTERS_MAX) {
            return Optional.empty();
        }
        var lines = text.split("\n", -1);
        try {
            return switch (lines[0] + " " + lines.length) {
                case "present 7" ->
                    Optional.of(new Present(
                            lines[1],
                            Digest.parse(lines[2]),
                            lines[3],
                            Long.parseLong(lines[4]),
                            time(lines[5], now),
                            time(lines[6], now)));
                case "absent 2" -> Optional.of(new Absent(time(lines[1], now)));
                default -> Optional.empty();
            };
        } catch (OciException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant time(String text, Instant now) {
        var time = Instant.ofEpochMilli(Long.parseLong(text));
        if (time.isAfter(now.plus(SKEW))) {
            throw new NumberFormatException("a time to come: " + text);
        }
        return time.isAfter(now) ? now : time;
    }
}
