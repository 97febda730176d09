package dev.berth.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.BerthProcess;
import dev.berth.app.e2e.PostgresServer;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Kills the registry at random points under a mixed load, restarts it on the same data, and looks.
///
/// `-Dberth.crash.rounds=10000` for the long run, `-Dberth.crash.seed=…` for the same one again.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashLoopIT {
    private static final int ROUNDS = Integer.getInteger("berth.crash.rounds", 4);
    private static final long SEED = Long.getLong("berth.crash.seed", System.nanoTime());
    private static final int WRITERS = 4;
    private static final int CHECKS_EVERY = 3;

    /// Of all rounds; the rest is on SQLite, where a crash also takes the database.
    private static final int ON_POSTGRES = Math.max(1, ROUNDS / 4);

    /// Garbage is collected all the time, so that its steps are killed too; leases stay long.
    private static final Map<String, String> SETTINGS =
            Map.of("BERTH_GC_INTERVAL", "1s", "BERTH_LOG_LEVEL", "warn");

    @TempDir
    private Path folder;

    @Test
    void no_acknowledged_write_is_lost_and_nothing_is_torn() throws Exception {
        crash(ROUNDS - ON_POSTGRES, SETTINGS);
    }

    @Test
    void none_is_lost_on_postgresql_either() throws Exception {
        try (var postgres = PostgresServer.start()) {
            var settings = new HashMap<>(SETTINGS);
            settings.put("BERTH_DATABASE_URL", postgres.newDatabase());
            crash(ON_POSTGRES, settings);
        }
    }

    private void crash(int rounds, Map<String, String> settings) throws Exception {
        System.out.printf("crash loop: %d rounds, seed %d%n", rounds, SEED);
        var random = new SplittableRandom(SEED);
        var writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> new CrashingWriter("crash/writer" + i, random.split()))
                .toList();
        var data = folder.resolve("data");
        var startTimes = new ArrayList<Duration>();

        for (int round = 0; round < rounds; round++) {
            var berth = BerthProcess.start(data, settings);
            startTimes.add(berth.startTime());
            check(writers, berth);
            writeAndKill(writers, berth, random.nextInt(30, 1_500));
            if (round % CHECKS_EVERY == CHECKS_EVERY - 1 || round == rounds - 1) {
                assertConsistent(data, settings);
            }
        }
        try (var berth = BerthProcess.start(data, settings)) {
            check(writers, berth);
        }
        assertConsistent(data, settings);

        assertThat(writers)
                .allSatisfy(writer -> assertThat(writer.acknowledged()).isPositive());
        assertStartTimeIsFlat(startTimes);
    }

    private static void check(List<CrashingWriter> writers, BerthProcess berth) {
        var registry = berth.client();
        registry.ensureProject("crash");
        writers.forEach(writer -> writer.check(registry));
    }

    private static void writeAndKill(List<CrashingWriter> writers, BerthProcess berth, int millis)
            throws Exception {
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var running = writers.stream()
                    .map(writer -> threads.submit(() -> writer.writeUntilItDies(berth.client())))
                    .toList();
            TimeUnit.MILLISECONDS.sleep(millis);
            berth.kill();
            for (var each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    /// `berth fsck` finds nothing wrong; what a crash left half-way is not wrong, only unfinished.
    private void assertConsistent(Path data, Map<String, String> settings)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "fsck", ".txt");
        int exit = BerthProcess.run(data, settings, output, "fsck", "--read");
        assertThat(exit).describedAs(Files.readString(output)).isZero();
    }

    private static void assertStartTimeIsFlat(List<Duration> times) {
        if (times.size() < 12) {
            return;
        }
        int third = times.size() / 3;
        var early = median(times.subList(0, third));
        var late = median(times.subList(times.size() - third, times.size()));
        System.out.printf("start time: %d ms, then %d ms%n", early.toMillis(), late.toMillis());
        assertThat(late).isLessThan(early.multipliedBy(3).dividedBy(2).plusMillis(300));
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
