package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Signals, sent to processes of their own. Where the build was started with SIGINT ignored, as
/// shells do in the background, processes ignore it too: then this fails instead of waiting.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
@DisplayNameGeneration(ReplaceUnderscores.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals there")
class SignalsTest {
    private final List<Process> started = new CopyOnWriteArrayList<>();

    /// Also after a time-out, which leaves the test's thread waiting for a line.
    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    /// Waits to be told; then stops at once, or never.
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws InterruptedException {
            var told = new CountDownLatch(1);
            Signals.onStop(told::countDown);
            System.out.println("waiting");
            told.await();
            System.out.println("told");
            if (arguments[0].equals("hang")) {
                new CountDownLatch(1).await();
            }
        }
    }

    @Test
    void a_process_that_stops_when_told_ends_with_zero() throws Exception {
        for (var signal : new String[] {"TERM", "INT"}) {
            var process = start("stop");
            try (var lines = process.inputReader()) {
                assertThat(lines.readLine()).isEqualTo("waiting");
                send(signal, process);

                assertThat(lines.readLine()).isEqualTo("told");
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(signal).isZero();
            }
        }
    }

    @Test
    void a_second_signal_ends_a_process_that_does_not_stop() throws Exception {
        var process = start("hang");
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("waiting");
            send("TERM", process);
            assertThat(lines.readLine()).isEqualTo("told");

            send("TERM", process);

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        }
    }

    private Process start(String mode) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static void send(String signal, Process process)
            throws IOException, InterruptedException {
        var sent = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(sent.waitFor()).isZero();
    }
}
