package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SlowConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final Duration PATIENT = Duration.ofMinutes(5);

    @Test
    void ten_thousand_open_slow_connections_do_not_stop_a_get() throws Exception {
        assumeThat(openFilesMax())
                .as("open files that a process may have")
                .isGreaterThan(CONNECTIONS + 1_000);
        var limits = new HttpLimits(
                32 * 1024,
                100,
                8 * 1024,
                CONNECTIONS + 100,
                100,
                100,
                PATIENT,
                PATIENT,
                PATIENT,
                PATIENT);
        var ping = TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200));
        var open = new AtomicInteger();
        var events = new HttpEvents() {
            @Override
            public void connections(int change) {
                open.addAndGet(change);
            }
        };
        try (var server =
                TestServer.start(TestServer.settings().withLimits(limits), events, ping)) {
            var clients = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SlowClients.class.getName(),
                            Integer.toString(server.port()),
                            Integer.toString(CONNECTIONS))
                    .redirectErrorStream(true)
                    .start();
            try {
                assertThat(clients.inputReader().readLine()).isEqualTo("connected");
                // The kernel connects them before the server has taken them.
                await().until(() -> open.get() >= CONNECTIONS);

                long started = System.nanoTime();
                for (int i = 0; i < 100; i++) {
                    assertThat(server.get("/a").statusCode()).isEqualTo(200);
                }

                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .isLessThan(Duration.ofSeconds(20));
                assertThat(open.get()).isGreaterThan(CONNECTIONS);
                assertThat(server.reached).isEmpty();
            } finally {
                clients.destroy();
                clients.waitFor();
            }
        }
    }

    private static long openFilesMax() {
        var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        return system == null ? Long.MAX_VALUE : system.getMaxFileDescriptorCount();
    }
}
