package dev.berth.bench.harbor;

import java.time.Duration;
import java.util.Locale;

/// How the mock behaves from now on.
///
/// @param projects that exist, `p00` and following
/// @param latency before the head of each manifest and blob
/// @param fault of the last project; the others are well
/// @param manifestBytes about how long a manifest is
public record Knobs(int projects, Duration latency, Fault fault, int manifestBytes) {
    /// What may be wrong with a project.
    public enum Fault {
        NONE,
        /// It takes requests and never answers.
        HANG,
        /// It answers 500.
        STATUS,
        /// It closes the connection without a word.
        RESET
    }

    public static final Knobs DEFAULT = new Knobs(10, Duration.ZERO, Fault.NONE, 2_000);

    public Knobs {
        if (projects < 1 || projects > 100) {
            throw new IllegalArgumentException("a mock of Harbor has 1 to 100 projects");
        }
    }

    public Knobs withProjects(int number) {
        return new Knobs(number, latency, fault, manifestBytes);
    }

    public Knobs withLatency(Duration time) {
        return new Knobs(projects, time, fault, manifestBytes);
    }

    public Knobs withFault(Fault what) {
        return new Knobs(projects, latency, what, manifestBytes);
    }

    public Knobs withManifestBytes(int bytes) {
        return new Knobs(projects, latency, fault, bytes);
    }

    /// The project that [#fault] is about.
    public int faulty() {
        return projects - 1;
    }

    /// The name of a project.
    public static String project(int number) {
        return "p%02d".formatted(number);
    }

    /// The first segment of the names of images that are in that project alone.
    public static String imagesOf(int project) {
        return "in-%02d".formatted(project);
    }

    /// As one line.
    public String line() {
        return "%d %d %s %d"
                .formatted(
                        projects,
                        latency.toMillis(),
                        fault.name().toLowerCase(Locale.ROOT),
                        manifestBytes);
    }

    /// Reads what [#line] wrote.
    static Knobs parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Knobs(
                Integer.parseInt(parts[0]),
                Duration.ofMillis(Long.parseLong(parts[1])),
                Fault.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[3]));
    }
}
