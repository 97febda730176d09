package dev.berth.platform.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// One question about the state of the process.
///
/// - `name`: such as `database`; a bounded set, shown to whoever may read health.
/// - `deadline`: how long an answer is waited for; a probe should give up by itself soon
///   after.
public record HealthCheck(String name, Duration deadline, Probe probe) {
    /// Looks, and says what is wrong; nothing if all is well.
    ///
    /// Runs on a virtual thread and may block. What it throws counts as what is wrong.
    @FunctionalInterface
    public interface Probe {
        Optional<String> trouble() throws IOException, InterruptedException;
    }

    /// Ready until the drain begins.
    public static HealthCheck accepting(Drain drain) {
        return new HealthCheck(
                "accepting",
                Duration.ofSeconds(1),
                () -> drain.hasBegun()
                        ? Optional.of("this process is stopping")
                        : Optional.empty());
    }
}
