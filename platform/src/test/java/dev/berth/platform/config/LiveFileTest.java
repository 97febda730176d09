package dev.berth.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LiveFileTest {
    private static final long WAIT_SECONDS = 60;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();

    @TempDir
    Path folder;

    private LiveFile<String> live(Path file) {
        return new LiveFile<>(
                file,
                "old",
                (path, _) -> {
                    reads.incrementAndGet();
                    return Optional.of(Files.readString(path));
                },
                nanos::get);
    }

    private void pass() {
        nanos.addAndGet(LiveFile.LOOK.toNanos());
    }

    @Test
    void it_is_looked_at_when_its_time_has_come() throws IOException {
        var live = live(Files.writeString(folder.resolve("file"), "new"));

        assertThat(live.current()).isEqualTo("old");
        assertThat(reads).hasValue(0);
        pass();
        assertThat(live.current()).isEqualTo("new");
        assertThat(live.current()).isEqualTo("new");
        assertThat(reads).hasValue(1);
    }

    @Test
    void what_cannot_be_read_leaves_what_it_said_before_until_it_can() throws IOException {
        var file = folder.resolve("file");
        var live = live(file);
        pass();
        assertThat(live.current()).isEqualTo("old");

        Files.writeString(file, "new");
        assertThat(live.current()).isEqualTo("old");
        pass();
        assertThat(live.current()).isEqualTo("new");
    }

    @Test
    void whoever_asks_while_it_is_read_gets_what_is_read() throws Exception {
        var reading = new CountDownLatch(1);
        var written = new CountDownLatch(1);
        var live = new LiveFile<>(
                folder,
                "old",
                (_, _) -> {
                    reading.countDown();
                    awaitUninterrupted(written);
                    return Optional.of("new");
                },
                nanos::get);
        pass();
        var first = new CompletableFuture<String>();
        var second = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().start(() -> first.complete(live.current()));
        assertThat(reading.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        var asking = Thread.ofPlatform().daemon().start(() -> second.complete(live.current()));
        while (asking.getState() != Thread.State.BLOCKED && asking.isAlive()) {
            Thread.onSpinWait();
        }
        written.countDown();

        assertThat(first.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("new");
        assertThat(second.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("new");
    }

    private static void awaitUninterrupted(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("nobody has written");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
