package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What happens to one stream of an HTTP/2 connection while others go on.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class Http2Test {
    private static final Duration LONG = TestLimits.LONG;
    private static final int PIECE_BYTES = 16 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClientAgent client = vertx.createHttpClient(
            new HttpClientOptions()
                    .setSsl(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2),
            new PoolOptions().setHttp2MaxSize(1));
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger peersGone = new AtomicInteger();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        get(client.close());
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private TestServer start(HttpLimits limits, Route<?>... routes) throws IOException {
        var tls = new TestCertificates().issue(folder, "EC", "PKCS8");
        var events = new HttpEvents() {
            @Override
            public void connections(int change) {
                accepted.addAndGet(Math.max(0, change));
            }

            @Override
            public void peerGone() {
                peersGone.incrementAndGet();
            }
        };
        return TestServer.start(
                TestServer.settings().withTls(tls).withLimits(limits), events, routes);
    }

    private static Route<String> answer(Method method, String path, Handler<String> handler) {
        return TestServer.route(method, path, handler).withBody(Route.UNLIMITED);
    }

    private static Route<String> ping() {
        return TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200));
    }

    private static Route<String> count() {
        return answer(Method.PUT, "/count", (_, request) -> {
            long bytes = request.body().stream().transferTo(OutputStream.nullOutputStream());
            return Response.of(201, "X-Bytes", Long.toString(bytes));
        });
    }

    private HttpClientRequest open(TestServer server, HttpMethod method, String path)
            throws Exception {
        return get(client.request(method, server.port(), "localhost", path));
    }

    private int ping(TestServer server) throws Exception {
        return get(open(server, HttpMethod.GET, "/a").send()).statusCode();
    }

    /// Sends pieces for as long as the server takes them; tells how many bytes it took in all.
    private static long fill(HttpClientRequest request) throws Exception {
        long bytes = 0;
        int stalls = 0;
        while (stalls < 10) {
            if (request.writeQueueFull()) {
                stalls++;
                Thread.sleep(50);
            } else {
                stalls = 0;
                var _ = request.write(Buffer.buffer(new byte[PIECE_BYTES]));
                bytes += PIECE_BYTES;
            }
        }
        return bytes;
    }

    @Test
    void each_of_many_requests_on_one_connection_is_answered() throws Exception {
        var refused = TestServer.route(Method.GET, "/401", (_, _) -> Response.of(401));
        try (var server = start(TestLimits.WIDE, ping(), refused)) {
            for (int i = 0; i < 500; i++) {
                assertThat(get(open(server, HttpMethod.GET, "/401").send()).statusCode())
                        .isEqualTo(401);
                assertThat(get(open(server, HttpMethod.HEAD, "/none").send()).statusCode())
                        .isEqualTo(404);
            }
            assertThat(ping(server)).isEqualTo(200);
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void uploads_and_downloads_run_side_by_side_and_arrive_whole() throws Exception {
        var bytes = new byte[2_000_000];
        new Random(5).nextBytes(bytes);
        var file = Files.write(folder.resolve("file"), bytes);
        var region = new Body.FileRegion(() -> FileChannel.open(file), 0, bytes.length);
        var download =
                TestServer.route(Method.GET, "/f", (_, _) -> Response.of(200).withBody(region));
        try (var server = start(TestLimits.WIDE, download, count())) {
            var bodies = new ArrayList<Future<Buffer>>();
            var answers = new ArrayList<Future<HttpClientResponse>>();
            for (int i = 0; i < 20; i++) {
                bodies.add(open(server, HttpMethod.GET, "/f")
                        .send()
                        .compose(HttpClientResponse::body));
                answers.add(open(server, HttpMethod.PUT, "/count").send(Buffer.buffer(bytes)));
            }

            for (var body : bodies) {
                assertThat(get(body).getBytes()).isEqualTo(bytes);
            }
            for (var answer : answers) {
                assertThat(get(answer).getHeader("X-Bytes")).isEqualTo("2000000");
            }
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void an_upload_refused_early_ends_its_stream_and_no_other() throws Exception {
        var refuse = answer(Method.PUT, "/refused", (_, _) -> Response.of(401));
        try (var server = start(TestLimits.WIDE, refuse, count(), ping())) {
            var slow = open(server, HttpMethod.PUT, "/count").setChunked(true);
            get(slow.write(Buffer.buffer("first ")));
            for (int i = 0; i < 300; i++) {
                // More than may be reset: these are skipped.
                var refused = open(server, HttpMethod.PUT, "/refused");
                assertThat(get(refused.send(Buffer.buffer(new byte[10_000]))).statusCode())
                        .isEqualTo(401);
            }
            for (int i = 0; i < 20; i++) {
                var endless = open(server, HttpMethod.PUT, "/refused").setChunked(true);
                var ended = new CompletableFuture<Throwable>();
                endless.exceptionHandler(ended::complete);
                get(endless.write(Buffer.buffer(new byte[PIECE_BYTES])));
                assertThat(get(endless.response()).statusCode()).isEqualTo(401);
                assertThat(ended.get(20, TimeUnit.SECONDS)).hasMessageContaining("reset: 0");
            }

            get(slow.end("last"));
            assertThat(get(slow.response()).getHeader("X-Bytes")).isEqualTo("10");
            assertThat(ping(server)).isEqualTo(200);
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void an_upload_that_is_cut_off_never_ends_early() throws Exception {
        var started = new Semaphore(0);
        var seen = new CompletableFuture<String>();
        var sink = answer(Method.PUT, "/sink", (_, request) -> {
            var body = request.body().stream();
            try {
                var _ = body.read();
                started.release();
                seen.complete("ended after " + body.transferTo(OutputStream.nullOutputStream()));
            } catch (IOException e) {
                seen.complete(e.getClass().getSimpleName());
                throw e;
            }
            return Response.of(201);
        });
        try (var server = start(TestLimits.WIDE, sink, ping())) {
            var upload = open(server, HttpMethod.PUT, "/sink").setChunked(true);
            get(upload.write("begun"));
            started.acquire();

            var _ = upload.reset();

            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("PeerGoneException");
            await().untilAsserted(() -> assertThat(peersGone).hasValue(1));
            assertThat(ping(server)).isEqualTo(200);
        }
    }

    @Test
    void a_declared_body_that_ends_early_is_never_complete() throws Exception {
        var seen = new CompletableFuture<String>();
        var sink = answer(Method.PUT, "/sink", (_, request) -> {
            try {
                var _ = seen.complete(
                        "ended after " + request.body().stream().readAllBytes().length);
            } catch (IOException e) {
                seen.complete(e.getClass().getSimpleName());
                throw e;
            }
            return Response.of(201);
        });
        try (var server = start(TestLimits.WIDE, sink)) {
            var upload = open(server, HttpMethod.PUT, "/sink").putHeader("Content-Length", "10");
            get(upload.write("begun"));
            var _ = upload.reset();

            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("PeerGoneException");
        }
    }

    @Test
    void an_upload_that_nobody_reads_is_stopped_and_others_go_on() throws Exception {
        var leave = new Semaphore(0);
        var busy = answer(Method.PUT, "/busy", (_, request) -> {
            leave.acquire();
            long bytes = request.body().stream().transferTo(OutputStream.nullOutputStream());
            return Response.of(201, "X-Bytes", Long.toString(bytes));
        });
        try (var server = start(TestLimits.WIDE, busy, count(), ping())) {
            var stuck = open(server, HttpMethod.PUT, "/busy").setChunked(true);
            long taken = fill(stuck);

            assertThat(taken).isBetween(128L * 1024, 1024L * 1024);
            assertThat(ping(server)).isEqualTo(200);
            var other = open(server, HttpMethod.PUT, "/count");
            assertThat(get(other.send(Buffer.buffer(new byte[2_000_000]))).getHeader("X-Bytes"))
                    .isEqualTo("2000000");
            leave.release();
            get(stuck.end());
            assertThat(get(stuck.response()).getHeader("X-Bytes")).isEqualTo(Long.toString(taken));
        }
    }

    @Test
    void a_download_that_nobody_reads_is_stopped_and_others_go_on() throws Exception {
        var produced = new AtomicLong();
        var endless = new InputStream() {
            @Override
            public int read() {
                produced.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                produced.addAndGet(length);
                return length;
            }
        };
        var download = TestServer.route(
                Method.GET,
                "/endless",
                (_, _) -> Response.of(200).withBody(new Body.Stream(() -> endless, 1_000_000_000)));
        var limits = TestLimits.waits(LONG, LONG, Duration.ofSeconds(2), LONG);
        try (var server = start(limits, download, ping())) {
            var stuck = get(open(server, HttpMethod.GET, "/endless").send().map(answer -> {
                answer.pause();
                return answer;
            }));
            var broken = new CompletableFuture<Throwable>();
            stuck.exceptionHandler(broken::complete);

            assertThat(stuck.statusCode()).isEqualTo(200);
            assertThat(ping(server)).isEqualTo(200);
            // The write wait passes: this stream is given up, the connection is not.
            assertThat(broken.get(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(produced.get()).isLessThan(2_000_000);
            assertThat(ping(server)).isEqualTo(200);
            assertThat(peersGone).hasValue(1);
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void no_more_streams_run_at_one_time_than_the_limit() throws Exception {
        var limits = TestLimits.counts(1_000, 1_000, 3);
        var entered = new Semaphore(0);
        var leave = new Semaphore(0);
        var busy = TestServer.route(Method.GET, "/busy", (_, _) -> {
            entered.release();
            leave.acquire();
            return Response.of(200);
        });
        try (var server = start(limits, busy)) {
            var answers = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 9; i++) {
                answers.add(client.request(HttpMethod.GET, server.port(), "localhost", "/busy")
                        .compose(HttpClientRequest::send)
                        .map(HttpClientResponse::statusCode));
            }
            entered.acquire(3);
            assertThat(entered.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
            leave.release(9);

            for (var answer : answers) {
                assertThat(get(answer)).isEqualTo(200);
            }
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void a_client_that_resets_streams_without_end_loses_its_connection() throws Exception {
        try (var server = start(TestLimits.WIDE, ping())) {
            var first = open(server, HttpMethod.GET, "/a");
            var closed = new CompletableFuture<Void>();
            first.connection().closeHandler(closed::complete);
            assertThat(get(first.send()).statusCode()).isEqualTo(200);

            for (int i = 0; i < 1_000 && !closed.isDone(); i++) {
                var abandoned = client.request(HttpMethod.GET, server.port(), "localhost", "/a")
                        .compose(request -> request.setChunked(true).writeHead().map(request));
                try {
                    var _ = get(abandoned).reset();
                } catch (java.util.concurrent.ExecutionException e) {
                    break; // the connection is closed already
                }
            }

            closed.get(20, TimeUnit.SECONDS);
            assertThat(ping(server)).isEqualTo(200);
            assertThat(accepted).hasValue(2);
        }
    }

    @Test
    void what_cannot_be_routed_or_is_too_long_is_refused_and_the_connection_goes_on()
            throws Exception {
        try (var server = start(TestLimits.WIDE, ping())) {
            for (int i = 0; i < 250; i++) {
                var tooLong =
                        open(server, HttpMethod.GET, "/" + "a".repeat(9_000)).send();
                assertThat(get(tooLong).statusCode()).isEqualTo(414);
            }
            var manyFields = open(server, HttpMethod.GET, "/a");
            for (int i = 0; i < 101; i++) {
                manyFields.putHeader("X-" + i, "a");
            }
            assertThat(get(manyFields.send()).statusCode()).isEqualTo(431);
            assertThat(ping(server)).isEqualTo(200);
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void draining_lets_streams_finish_and_nobody_new_in() throws Exception {
        var entered = new Semaphore(0);
        var busy = answer(Method.PUT, "/busy", (_, request) -> {
            entered.release();
            return Response.of(
                    200,
                    "X-Bytes",
                    Integer.toString(request.body().stream().readAllBytes().length));
        });
        try (var server = start(TestLimits.WIDE, busy, ping());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var upload = open(server, HttpMethod.PUT, "/busy").setChunked(true);
            get(upload.write("abc"));
            entered.acquire();

            var drained = threads.submit(() -> server.server().drain(Duration.ofSeconds(30)));
            await().untilAsserted(() -> assertThatThrownBy(
                            () -> RawClient.connect(server).close())
                    .isInstanceOf(ConnectException.class));
            assertThat(drained.isDone()).isFalse();
            get(upload.end("def"));

            assertThat(get(upload.response()).getHeader("X-Bytes")).isEqualTo("6");
            drained.get(20, TimeUnit.SECONDS);
        }
    }
}
