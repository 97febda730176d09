package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.oci.Digest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Layers that pass from one plain connection to another within the kernel.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LongLayersTest {
    private static final int MIB = 1024 * 1024;

    private final MockHarbor harbor = new MockHarbor();
    private final MockProject project = harbor.project("ghcr", "github-ghcr");

    LongLayersTest() throws IOException {}

    @AfterEach
    void stopHarbor() {
        harbor.close();
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private String layer(byte[] bytes) {
        return "/v2/proxy/team/app/blobs/" + project.blob("team/app", bytes).digest();
    }

    private static byte[] answer(InputStream in, int length) throws IOException {
        return answer(in, length, length);
    }

    /// The first bytes of a body of some length.
    private static byte[] answer(InputStream in, int length, int first) throws IOException {
        var head = TestRouter.head(in);
        assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Length: " + length);
        return in.readNBytes(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {MIB - 1, MIB, MIB + 1, MIB + 65_536, 5 * MIB + 17, 40 * MIB})
    void the_bytes_arrive_as_they_are_and_the_connection_goes_on(int size) throws Exception {
        var bytes = random(size);
        var path = layer(bytes);
        try (var router = TestRouter.start(harbor, Map.of());
                var socket = router.connect()) {
            for (int i = 0; i < 3; i++) {
                TestRouter.ask(socket, path);

                assertThat(Digest.of(
                                Digest.Algorithm.SHA256, answer(socket.getInputStream(), size)))
                        .isEqualTo(Digest.of(Digest.Algorithm.SHA256, bytes));
            }
        }
    }

    @Test
    void many_at_a_time_get_each_their_own() throws Exception {
        var bytes = new ArrayList<byte[]>();
        var paths = new ArrayList<String>();
        for (int i = 0; i < 24; i++) {
            bytes.add(random(3 * MIB + i));
            paths.add(layer(bytes.get(i)));
        }
        try (var router = TestRouter.start(harbor, Map.of());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pulls = new ArrayList<Callable<byte[]>>();
            for (int i = 0; i < bytes.size(); i++) {
                var path = paths.get(i);
                int size = bytes.get(i).length;
                pulls.add(() -> {
                    try (var socket = router.ask(path)) {
                        return answer(socket.getInputStream(), size);
                    }
                });
            }

            var pulled = threads.invokeAll(pulls);

            for (int i = 0; i < bytes.size(); i++) {
                assertThat(pulled.get(i).get()).isEqualTo(bytes.get(i));
            }
        }
    }

    @Test
    void more_than_there_are_pipes_for_arrive_as_well() throws Exception {
        var bytes = random(16 * MIB);
        var path = layer(bytes);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        var stalled = new ArrayList<Socket>();
        try (var router = TestRouter.start(
                harbor, Map.of("router.coalesce-blobs", "false", "http.write-timeout", "5m"))) {
            for (int i = 0; i < 70; i++) {
                stalled.add(router.ask(path));
            }
            for (var socket : stalled) {
                assertThat(TestRouter.head(socket.getInputStream())).startsWith("HTTP/1.1 200");
            }

            for (var socket : stalled) {
                var got = socket.getInputStream().readNBytes(bytes.length);
                assertThat(Digest.of(Digest.Algorithm.SHA256, got)).isEqualTo(digest);
            }
        } finally {
            for (var socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void connections_to_Harbor_do_not_run_out() throws Exception {
        var path = layer(random(2 * MIB));
        try (var router = TestRouter.start(harbor, Map.of("router.connections-max", "8"));
                var socket = router.connect()) {
            for (int i = 0; i < 20; i++) {
                TestRouter.ask(socket, path);

                assertThat(answer(socket.getInputStream(), 2 * MIB)).hasSize(2 * MIB);
            }
        }
    }

    @Test
    void one_that_breaks_off_never_looks_complete() throws Exception {
        var path = layer(random(8 * MIB));
        project.cutAfter = 5 * MIB;
        try (var router = TestRouter.start(harbor, Map.of());
                var socket = router.connect()) {
            TestRouter.ask(socket, path);

            assertThat(TestRouter.head(socket.getInputStream())).startsWith("HTTP/1.1 200");
            TestRouter.assertCut(socket.getInputStream(), 8 * MIB);
        }
    }

    @Test
    void a_reader_that_stalls_for_too_long_is_cut() throws Exception {
        var path = layer(random(40 * MIB));
        try (var router = TestRouter.start(harbor, Map.of("http.write-timeout", "500ms"));
                var socket = router.connect()) {
            TestRouter.ask(socket, path);
            var in = socket.getInputStream();
            assertThat(TestRouter.head(in)).startsWith("HTTP/1.1 200");

            await().until(() -> project.streaming.get() == 0);
            TestRouter.assertCut(in, 40 * MIB);
        }
    }

    @Test
    void a_slow_reader_that_goes_on_is_not() throws Exception {
        var bytes = random(24 * MIB);
        var path = layer(bytes);
        try (var router = TestRouter.start(harbor, Map.of("http.write-timeout", "1s"));
                var socket = router.connect()) {
            TestRouter.ask(socket, path);
            var in = socket.getInputStream();
            var got = new ByteArrayOutputStream();
            while (got.size() < bytes.length) {
                got.write(
                        got.size() == 0
                                ? answer(in, bytes.length, 2 * MIB)
                                : in.readNBytes(2 * MIB));
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            }

            assertThat(got.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void a_client_that_leaves_ends_the_call() throws Exception {
        var path = layer(random(40 * MIB));
        try (var router = TestRouter.start(harbor, Map.of())) {
            try (var socket = router.connect()) {
                TestRouter.ask(socket, path);
                assertThat(socket.getInputStream().readNBytes(3 * MIB)).hasSize(3 * MIB);
            }

            await().until(() -> project.streaming.get() == 0);
        }
    }
}
