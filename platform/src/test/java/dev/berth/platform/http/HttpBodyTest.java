package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How bodies are asked for, broken off and left behind.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HttpBodyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path folder;

    private static Route<String> ping() {
        return TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200));
    }

    private static Route<String> put(Handler<String> handler) {
        return TestServer.route(Method.PUT, "/up", handler).withBody(Route.UNLIMITED);
    }

    private static String head(String fields) {
        return "PUT /up HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
    }

    @Test
    void a_client_that_waits_is_told_to_go_on_when_the_handler_reads() throws Exception {
        var route = put((_, request) -> Response.of(
                201, "X-Bytes", Integer.toString(request.body().stream().readAllBytes().length)));
        try (var server = TestServer.start(route, ping());
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 3\r\nExpect: 100-continue\r\n"));

            assertThat(client.answer().status()).isEqualTo(100);
            client.send("abc");
            assertThat(client.answer().field("X-Bytes")).isEqualTo("3");
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_waits_is_not_told_to_go_on_when_the_answer_is_known() throws Exception {
        try (var server = TestServer.start(put((_, _) -> Response.of(401)));
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 1000000000\r\nExpect: 100-continue\r\n"));

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_small_body_that_nobody_wants_is_skipped_and_the_connection_goes_on() throws Exception {
        try (var server = TestServer.start(put((_, _) -> Response.of(403)), ping());
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 100000\r\n"))
                    .send(new byte[100_000])
                    .send(GET);

            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_sends_a_large_body_to_its_end_gets_the_answer_that_came_early()
            throws Exception {
        try (var server = TestServer.start(put((_, _) -> Response.of(401)));
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 30000000\r\n")).send(new byte[30_000_000]);

            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_refused_body_that_does_not_end_is_not_heard_out_for_ever() throws Exception {
        var limits = TestLimits.waits(
                TestLimits.LONG, Duration.ofMillis(500), TestLimits.LONG, TestLimits.LONG);
        try (var server = TestServer.start(
                        TestServer.settings().withLimits(limits), put((_, _) -> Response.of(403)));
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 1000000000\r\n")).send(new byte[100_000]);

            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(client.isClosed()).isTrue();
            assertThat(server.reached).containsExactly(ServerLimit.BODY_WAIT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nabc",
                "Transfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nab",
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
            })
    void a_body_that_is_cut_off_is_never_complete(String cut) throws Exception {
        var seen = new CompletableFuture<Integer>();
        var gone = new AtomicInteger();
        var route = put((_, request) -> {
            try {
                seen.complete(request.body().stream().readAllBytes().length);
            } catch (IOException e) {
                seen.completeExceptionally(e);
                throw e;
            }
            return Response.of(201);
        });
        var events = new HttpEvents() {
            @Override
            public void peerGone() {
                gone.incrementAndGet();
            }
        };
        try (var server = TestServer.start(TestServer.settings(), events, route)) {
            try (var client = RawClient.connect(server)) {
                client.send("PUT /up HTTP/1.1\r\nHost: x\r\n" + cut);
            }

            assertThatThrownBy(() -> seen.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(PeerGoneException.class);
            await().until(() -> gone.get() == 1);
        }
    }

    @Test
    void a_stream_that_ends_early_breaks_the_connection() throws Exception {
        var route = TestServer.route(
                Method.GET,
                "/short",
                (_, _) -> Response.of(200)
                        .withBody(new Body.Stream(
                                () -> new ByteArrayInputStream(new byte[99]), 100)));
        var longer = TestServer.route(
                Method.GET,
                "/longer",
                (_, _) -> Response.of(200)
                        .withBody(new Body.Stream(
                                () -> new ByteArrayInputStream(new byte[999_999]), 1_000_000)));
        try (var server = TestServer.start(route, longer)) {
            // What breaks before anything was sent can still be answered.
            assertThat(server.get("/short").statusCode()).isEqualTo(503);
            try (var client = RawClient.connect(server)) {
                client.send("GET /longer HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 200");
                assertThat(client.readToEnd()).isLessThan(1_000_000);
            }
        }
    }

    @Test
    void a_file_that_cannot_be_opened_or_is_too_short_is_an_error_and_not_a_broken_answer()
            throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[100]);
        var missing = TestServer.route(
                Method.GET,
                "/missing",
                (_, _) -> Response.of(200, "X-Old", "gone")
                        .withBody(new Body.FileRegion(
                                () -> FileChannel.open(folder.resolve("no")), 0, 100)));
        var shorter = TestServer.route(
                Method.GET,
                "/shorter",
                (_, _) -> Response.of(200)
                        .withBody(new Body.FileRegion(() -> FileChannel.open(file), 50, 51)));
        try (var server = TestServer.start(missing, shorter, ping())) {
            assertThat(server.get("/missing").statusCode()).isEqualTo(503);
            assertThat(server.get("/missing").headers().firstValue("X-Old")).isEmpty();
            assertThat(server.get("/shorter").statusCode()).isEqualTo(503);
            assertThat(server.get("/a").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void the_file_is_closed_when_the_client_leaves() throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[64 * 1024 * 1024]);
        var opened = new CompletableFuture<FileChannel>();
        var route = TestServer.route(
                Method.GET,
                "/file",
                (_, _) -> Response.of(200)
                        .withBody(new Body.FileRegion(
                                () -> {
                                    opened.complete(FileChannel.open(file));
                                    return opened.join();
                                },
                                0,
                                Files.size(file))));
        try (var server = TestServer.start(route)) {
            try (var client = RawClient.connect(server)) {
                client.send("GET /file HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 200");
            }

            await().until(() -> !opened.join().isOpen());
        }
    }

    @Test
    void answers_without_a_length_of_their_own_have_none() throws Exception {
        try (var server = TestServer.start(
                        TestServer.route(Method.GET, "/204", (_, _) -> Response.of(204)),
                        TestServer.route(
                                Method.GET, "/304", (_, _) -> Response.of(304, "ETag", "\"a\"")),
                        ping());
                var client = RawClient.connect(server)) {
            var empty = client.send("GET /204 HTTP/1.1\r\nHost: x\r\n\r\n").answer();
            var same = client.send("GET /304 HTTP/1.1\r\nHost: x\r\n\r\n").answer();

            assertThat(empty.status()).isEqualTo(204);
            assertThat(empty.field("Content-Length")).isEmpty();
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.field("Content-Length")).isEmpty();
            assertThat(client.send(GET).answer().field("Content-Length")).isEqualTo("0");
        }
    }

    @Test
    void a_bug_is_500_without_details_and_the_connection_goes_on() throws Exception {
        var bug = TestServer.route(Method.GET, "/bug", (_, _) -> {
            throw new IllegalStateException("secret details");
        });
        try (var server = TestServer.start(bug, ping());
                var client = RawClient.connect(server)) {
            var answer = client.send("GET /bug HTTP/1.1\r\nHost: x\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body())
                    .doesNotContain("secret")
                    .contains(answer.field("X-Request-Id"));
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void an_http_1_0_client_is_answered_and_closed() throws Exception {
        try (var server = TestServer.start(ping());
                var client = RawClient.connect(server)) {
            client.send("GET /a HTTP/1.0\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_body_that_goes_on_is_read_with_back_pressure_and_whole() throws Exception {
        var route = put((_, request) -> {
            long bytes = 0;
            var piece = new byte[8 * 1024];
            try (var in = request.body().stream()) {
                for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                    bytes += read;
                    if (bytes % (4 * 1024 * 1024) < read) {
                        Thread.sleep(5);
                    }
                }
            }
            return Response.of(201, "X-Bytes", Long.toString(bytes));
        });
        try (var server = TestServer.start(route);
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 50000000\r\n"));
            for (int i = 0; i < 50; i++) {
                client.send(new byte[1_000_000]);
            }

            assertThat(client.answer().field("X-Bytes")).isEqualTo("50000000");
        }
    }

    @Test
    void the_whole_of_a_small_body_is_given_or_refused() throws Exception {
        var route = put((_, request) ->
                Response.of(200, "X-Bytes", Integer.toString(request.body().bytes(10).length)));
        try (var server = TestServer.start(route);
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 10\r\n")).send(new byte[10]);
            assertThat(client.answer().field("X-Bytes")).isEqualTo("10");
            client.send(head("Transfer-Encoding: chunked\r\n"))
                    .send("5\r\n12345\r\n5\r\n12345\r\n0\r\n\r\n");
            assertThat(client.answer().field("X-Bytes")).isEqualTo("10");
            client.send(head("Content-Length: 11\r\n")).send(new byte[11]);
            assertThat(client.answer().status()).isEqualTo(413);
            client.send(head("Transfer-Encoding: chunked\r\n"))
                    .send("5\r\n12345\r\n6\r\n123456\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void what_is_transferred_is_what_was_sent() throws Exception {
        var route = put((_, request) -> Response.of(
                200,
                "X-Bytes",
                Long.toString(
                        request.body().stream().transferTo(OutputStream.nullOutputStream()))));
        try (var server = TestServer.start(route);
                var client = RawClient.connect(server)) {
            client.send(head("Content-Length: 300000\r\n")).send(new byte[300_000]);

            assertThat(client.answer().field("X-Bytes")).isEqualTo("300000");
            client.send(head("Content-Length: 5\r\n")).send("abc");
            client.shutdownOutput();
            assertThatThrownBy(client::answer).isInstanceOf(EOFException.class);
        }
    }
}
