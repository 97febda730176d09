package dev.berth.jobs;

import java.time.Duration;
import java.util.regex.Pattern;

/// Work to be done again and again, by whichever process comes first.
///
/// - `name` is lower-case words with hyphens, and the job's identity in database, logs, metrics.
/// - `every` is the pause from the end of one run to the start of the next, one second or more,
///   give or take a tenth so that jobs and processes do not fall into step.
/// - The first run comes within `every` and within ten seconds of the start.
public record RecurringJob(String name, Duration every, Work work) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int NAME_LENGTH_MAX = 100;

    public RecurringJob {
        if (!NAME.matcher(name).matches() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a job's name is lower-case words with hyphens, not `" + name + "`");
        }
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "job `" + name + "` cannot run more often than once a second, not " + every);
        }
    }

    /// What is done.
    ///
    /// Safe to repeat, and stops soon when its thread is interrupted: the process is ending.
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
