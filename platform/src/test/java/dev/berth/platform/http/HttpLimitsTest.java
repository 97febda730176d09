package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = TestLimits.LONG;
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

    /// Generous limits, to be narrowed by what a test is about.
    private static TestServer start(HttpLimits limits, Route<?>... more) {
        var routes = new ArrayList<Route<?>>();
        routes.add(TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200)));
        routes.addAll(List.of(more));
        return TestServer.start(
                TestServer.settings().withLimits(limits), routes.toArray(Route<?>[]::new));
    }

    private static Route<String> sink(long bytesMax) {
        return TestServer.route(Method.PUT, "/sink", (_, request) -> {
                    long bytes =
                            request.body().stream().transferTo(OutputStream.nullOutputStream());
                    return Response.of(201, "X-Bytes", Long.toString(bytes));
                })
                .withBody(bytesMax);
    }

    @Test
    void a_target_longer_than_the_limit_is_414() throws Exception {
        assertRefused(
                "GET /" + "a".repeat(8 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                414,
                ServerLimit.TARGET_BYTES);
    }

    private static void assertRefused(String head, int status, ServerLimit limit)
            throws IOException {
        try (var server = start(TestLimits.WIDE);
                var client = RawClient.connect(server)) {
            client.send(head);

            assertThat(client.answer().status()).isEqualTo(status);
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(limit);
        }
    }

    @Test
    void a_target_that_never_ends_is_414() throws Exception {
        try (var server = start(TestLimits.WIDE);
                var client = RawClient.connect(server)) {
            // No more than the server reads at once: what it closes on without having read it makes
            // the system reset the connection, and the answer may be lost.
            client.send("GET /" + "a".repeat(9 * 1024));

            assertThat(client.answer().status()).isEqualTo(414);
        }
    }

    @Test
    void a_target_as_long_as_the_limit_is_served() throws Exception {
        try (var server = start(TestLimits.WIDE);
                var client = RawClient.connect(server)) {
            client.send("GET /a?" + "a".repeat(8 * 1024 - 3) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void header_fields_larger_than_the_limit_are_431() throws Exception {
        assertRefused(
                "GET /a HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(33 * 1024) + "\r\n\r\n",
                431,
                ServerLimit.HEAD_BYTES);
    }

    @Test
    void more_header_fields_than_the_limit_are_431() throws Exception {
        assertRefused(
                "GET /a HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(100) + "\r\n",
                431,
                ServerLimit.HEAD_BYTES);
    }

    @Test
    void a_head_that_does_not_end_in_time_is_408() throws Exception {
        var limits = TestLimits.waits(SHORT, LONG, LONG, LONG);
        try (var server = start(limits);
                var client = RawClient.connect(server)) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-A: ");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(ServerLimit.HEAD_WAIT);
        }
    }

    @Test
    void a_head_that_trickles_is_408_all_the_same() throws Exception {
        var limits = TestLimits.waits(SHORT, LONG, LONG, LONG);
        try (var server = start(limits);
                var client = RawClient.connect(server);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\n");
            var trickle = threads.submit(() -> {
                while (true) {
                    client.send("X: y\r\n");
                    Thread.sleep(20);
                }
            });

            assertThat(client.answer().status()).isEqualTo(408);
            client.hangUp();
            trickle.cancel(true);
        }
    }

    @Test
    void a_connection_that_never_asks_is_closed() throws Exception {
        var limits = TestLimits.waits(SHORT, LONG, LONG, LONG);
        try (var server = start(limits);
                var client = RawClient.connect(server)) {
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(ServerLimit.HEAD_WAIT);
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        var limits = TestLimits.waits(LONG, LONG, LONG, SHORT);
        try (var server = start(limits);
                var client = RawClient.connect(server)) {
            client.send(GET);

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(ServerLimit.IDLE_WAIT);
        }
    }

    @Test
    void a_handler_that_takes_longer_than_every_wait_is_waited_for() throws Exception {
        var limits = TestLimits.waits(SHORT, SHORT, SHORT, SHORT);
        var slow = TestServer.route(Method.GET, "/slow", (_, _) -> {
            Thread.sleep(SHORT.multipliedBy(4));
            return Response.of(200);
        });
        try (var server = start(limits, slow);
                var client = RawClient.connect(server)) {
            client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.reached).isEmpty();
        }
    }

    @Test
    void a_body_that_makes_no_progress_is_408() throws Exception {
        var limits = TestLimits.waits(LONG, SHORT, LONG, LONG);
        try (var server = start(limits, sink(Route.UNLIMITED));
                var client = RawClient.connect(server)) {
            client.send("PUT /sink HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(ServerLimit.BODY_WAIT);
        }
    }

    /// It holds room that others wait for.
    @Test
    void a_large_body_that_is_read_whole_and_trickles_is_408_all_the_same() throws Exception {
        var limits = TestLimits.waits(LONG, SHORT, LONG, LONG);
        var whole = TestServer.route(Method.PUT, "/whole", (_, request) -> {
                    int bytes = request.body().bytes(100_000).length;
                    return Response.of(201, "X-Bytes", Integer.toString(bytes));
                })
                .withBody(100_000);
        try (var server = start(limits, whole);
                var client = RawClient.connect(server);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.send("PUT /whole HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n");
            var trickle = threads.submit(() -> {
                while (true) {
                    client.send("a");
                    Thread.sleep(15);
                }
            });

            assertThat(client.answer().status()).isEqualTo(408);
            trickle.cancel(true);
            assertThat(server.reached).containsExactly(ServerLimit.BODY_WAIT);
        }
    }

    @Test
    void a_declared_body_larger_than_its_route_takes_is_413_before_it_is_sent() throws Exception {
        try (var server = start(TestLimits.WIDE, sink(1_000));
                var client = RawClient.connect(server)) {
            client.send(
                    "PUT /sink HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(server.reached).containsExactly(ServerLimit.BODY_BYTES);
        }
    }

    @Test
    void a_chunked_body_larger_than_its_route_takes_is_413() throws Exception {
        try (var server = start(TestLimits.WIDE, sink(1_000))) {
            var put = server.request("/sink")
                    .PUT(BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(new byte[1_001])));

            assertThat(server.send(put.build()).statusCode()).isEqualTo(413);
            assertThat(server.reached).containsExactly(ServerLimit.BODY_BYTES);
        }
    }

    @Test
    void a_body_as_large_as_its_route_takes_is_taken() throws Exception {
        try (var server = start(TestLimits.WIDE, sink(1_000))) {
            var put = server.request("/sink")
                    .PUT(BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(new byte[1_000])));

            assertThat(server.send(put.build()).headers().firstValue("X-Bytes")).contains("1000");
        }
    }

    @Test
    void a_body_for_a_route_without_one_is_413() throws Exception {
        try (var server = start(TestLimits.WIDE);
                var client = RawClient.connect(server)) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void a_peer_that_does_not_read_a_file_is_reset() throws Exception {
        var limits = TestLimits.waits(LONG, LONG, SHORT, LONG);
        var file = Files.write(folder.resolve("file"), new byte[32 * 1024 * 1024]);
        var route = TestServer.route(
                Method.GET,
                "/file",
                (_, _) -> Response.of(200)
                        .withBody(new Body.FileRegion(
                                () -> FileChannel.open(file), 0, Files.size(file))));
        try (var server = start(limits, route);
                var client = RawClient.connect(server)) {
            client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");

            await().until(() -> server.reached.contains(ServerLimit.WRITE_WAIT));
            assertThat(client.readToEnd()).isLessThan(Files.size(file));
        }
    }

    @Test
    void a_peer_that_does_not_read_a_stream_is_reset_and_its_stream_closed() throws Exception {
        var limits = TestLimits.waits(LONG, LONG, SHORT, LONG);
        var closed = new CountDownLatch(1);
        var endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        var route = TestServer.route(
                Method.GET,
                "/stream",
                (_, _) ->
                        Response.of(200).withBody(new Body.Stream(() -> endless, Long.MAX_VALUE)));
        try (var server = start(limits, route);
                var client = RawClient.connect(server)) {
            client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");

            await().until(() -> closed.getCount() == 0);
            assertThat(client.readToEnd()).isPositive();
        }
    }

    @Test
    void a_peer_that_reads_slowly_but_steadily_gets_everything() throws Exception {
        var limits = TestLimits.waits(LONG, LONG, SHORT.multipliedBy(4), LONG);
        var file = Files.write(folder.resolve("file"), new byte[16 * 1024 * 1024]);
        var route = TestServer.route(
                Method.GET,
                "/file",
                (_, _) -> Response.of(200)
                        .withBody(new Body.FileRegion(
                                () -> FileChannel.open(file), 0, Files.size(file))));
        try (var server = start(limits, route);
                var client = RawClient.connect(server)) {
            client.send("GET /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(client.readToEndSlowly(SHORT.multipliedBy(12)))
                    .isGreaterThan(Files.size(file));
            assertThat(server.reached).isEmpty();
        }
    }

    @Test
    void connections_above_the_limit_are_closed_and_others_go_on() throws Exception {
        var limits = TestLimits.counts(2, 1_000, 100);
        try (var server = start(limits);
                var first = RawClient.connect(server);
                var second = RawClient.connect(server)) {
            assertThat(first.send(GET).answer().status()).isEqualTo(200);
            assertThat(second.send(GET).answer().status()).isEqualTo(200);
            try (var third = RawClient.connect(server)) {
                assertThat(third.isClosed()).isTrue();
            }
            assertThat(server.reached).containsExactly(ServerLimit.CONNECTIONS);
            assertThat(first.send(GET).answer().status()).isEqualTo(200);
            first.hangUp();
            await().until(() -> {
                try (var fourth = RawClient.connect(server)) {
                    return fourth.send(GET).answer().status() == 200;
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void requests_above_the_limit_are_503_with_retry_after() throws Exception {
        var limits = TestLimits.counts(1_000, 1, 100);
        var entered = new Semaphore(0);
        var leave = new Semaphore(0);
        var busy = TestServer.route(Method.GET, "/busy", (_, _) -> {
            entered.release();
            leave.acquire();
            return Response.of(200);
        });
        try (var server = start(limits, busy);
                var first = RawClient.connect(server)) {
            first.send("GET /busy HTTP/1.1\r\nHost: x\r\n\r\n");
            entered.acquire();

            var refused = server.get("/a");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.reached).containsExactly(ServerLimit.REQUESTS);

            leave.release();
            assertThat(first.answer().status()).isEqualTo(200);
            await().until(() -> server.get("/a").statusCode() == 200);
        }
    }

    @Test
    void an_upload_that_nobody_reads_holds_little_memory() throws Exception {
        var entered = new Semaphore(0);
        var leave = new Semaphore(0);
        var stalled = TestServer.route(Method.PUT, "/stalled", (_, request) -> {
                    entered.release();
                    leave.acquire();
                    return Response.of(
                            200,
                            "X-Buffered",
                            Integer.toString(request.body().stream().available()));
                })
                .withBody(Route.UNLIMITED);
        try (var server = start(TestLimits.WIDE, stalled);
                var client = RawClient.connect(server);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.send("PUT /stalled HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            entered.acquire();
            var sending = threads.submit(() -> client.send(new byte[100_000_000]));
            awaitStandstill(client);

            leave.release();
            var answer = client.answer();

            assertThat(Integer.parseInt(answer.field("X-Buffered"))).isBetween(1, 256 * 1024);
            client.hangUp();
            sending.cancel(true);
        }
    }

    /// Until the server takes no more bytes of what is being sent, having taken some.
    private static void awaitStandstill(RawClient client) {
        var before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            long sent = client.sentBytes();
            return before.getAndSet(sent) == sent && sent > 192 * 1024;
        });
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({"61440, 5000, 500", "0, 400000, 100000"})
    void a_client_that_asks_on_and_on_but_reads_nothing_is_not_answered_on_and_on(
            int answerBytes, int requests, int answersMax) throws Exception {
        var answered = new AtomicLong();
        var answer = TestServer.route(Method.GET, "/answer", (_, _) -> {
            answered.incrementAndGet();
            return Response.of(200).withBody(new Body.Bytes(new byte[answerBytes]));
        });
        try (var server = start(TestLimits.WIDE, answer);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = RawClient.connect(server)) {
            var _ = threads.submit(
                    () -> client.send("GET /answer HTTP/1.1\r\nHost: x\r\n\r\n".repeat(requests)));

            await().until(() -> answered.get() > 10);
            await().until(new Unchanged(answered::get));
            assertThat(answered).hasValueLessThan(answersMax);
        }
    }

    @Test
    void text_of_a_client_reaches_no_header_of_an_answer_unless_it_is_plain() throws Exception {
        try (var server = start(TestLimits.WIDE);
                var client = RawClient.connect(server)) {
            var plain = client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-Request-Id: my-id_1.2\r\n\r\n")
                    .answer();
            var odd = client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-Request-Id: my id\r\n\r\n")
                    .answer();
            var longer = client.send("GET /a HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + "a".repeat(65)
                            + "\r\n\r\n")
                    .answer();

            assertThat(plain.field("X-Request-Id")).isEqualTo("my-id_1.2");
            assertThat(odd.field("X-Request-Id")).matches("[0-9a-f]{16}");
            assertThat(longer.field("X-Request-Id")).matches("[0-9a-f]{16}");
            assertThat(plain.body().getBytes(ISO_8859_1)).isEmpty();
        }
    }

    /// Holds once a count has stayed the same for a second.
    private static final class Unchanged implements Callable<Boolean> {
        private final LongSupplier count;
        private long last = -1;
        private long sinceNanos;

        Unchanged(LongSupplier count) {
            this.count = count;
        }

        @Override
        public Boolean call() {
            long now = count.getAsLong();
            if (now != last) {
                last = now;
                sinceNanos = System.nanoTime();
            }
            return System.nanoTime() - sinceNanos > Duration.ofSeconds(1).toNanos();
        }
    }
}
