package dev.berth.bench.load;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// One load that is measured while another goes on.
public final class Alongside {
    private Alongside() {}

    /// The measured load's outcome, with the errors of both. Ends when both have ended.
    public static Outcome run(Callable<Outcome> measured, Callable<Outcome> background)
            throws IOException, InterruptedException {
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var going = threads.submit(background);
            Outcome outcome = threads.submit(measured).get();
            Outcome other = going.get();
            return new Outcome(
                    outcome.operations(),
                    outcome.bytes(),
                    outcome.errors() + other.errors(),
                    Stream.of(outcome, other)
                            .flatMap(each -> each.firstError().stream())
                            .findFirst(),
                    outcome.elapsed(),
                    outcome.latencies());
        } catch (ExecutionException e) {
            throw new IOException("a load could not run: " + e.getMessage(), e);
        }
    }
}
