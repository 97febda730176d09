package dev.berth.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoadTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/three", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 3);
            try (var out = exchange.getResponseBody()) {
                out.write(new byte[3]);
            }
        });
        server.createContext("/stuck", _ -> {
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        endpoint = Endpoint.loopback(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void a_counted_load_does_every_piece_once_however_many_writers_there_are() throws Exception {
        var outcome = CountedLoad.run(
                endpoint, 4, 100, LONG, (connection, _) -> connection.drain(get("/three", 200)));

        assertThat(asked).hasValue(100);
        assertThat(outcome.operations()).isEqualTo(100);
        assertThat(outcome.bytes()).isEqualTo(300);
        assertThat(outcome.errors()).isZero();
        assertThat(outcome.latencies().count()).isEqualTo(100);
    }

    @Test
    void connections_that_ask_once_ask_once() throws Exception {
        var outcome = SteadyLoad.once(endpoint, 50, LONG, _ -> get("/three", 200));

        assertThat(asked).hasValue(50);
        assertThat(outcome.operations()).isEqualTo(50);
        assertThat(outcome.errors()).isZero();
    }

    @Test
    void what_is_not_answered_before_the_deadline_is_an_error() throws Exception {
        var outcome = SteadyLoad.once(
                endpoint, 3, Duration.ofMillis(50), n -> get(n == 0 ? "/stuck" : "/three", 200));

        assertThat(outcome.errors()).isEqualTo(1);
        assertThat(outcome.firstError())
                .hasValueSatisfying(text -> assertThat(text).contains("50 ms"));
    }

    @Test
    void a_paced_load_asks_no_more_often_than_it_should() throws Exception {
        var outcome =
                SteadyLoad.paced(endpoint, 4, 100, Duration.ofMillis(300), _ -> get("/three", 200));

        assertThat(asked.get()).isBetween(1, 31);
        assertThat(outcome.errors()).isZero();
    }

    @Test
    void a_piece_that_failed_is_an_error_and_has_no_latency() throws Exception {
        var outcome = CountedLoad.run(
                endpoint,
                2,
                10,
                LONG,
                (connection, index) -> connection.drain(get("/three", index == 3 ? 404 : 200)));

        assertThat(outcome.operations()).isEqualTo(9);
        assertThat(outcome.errors()).isEqualTo(1);
        assertThat(outcome.firstError()).contains("GET /three answered 200 instead of [404]");
        assertThat(outcome.latencies().count()).isEqualTo(9);
    }

    @Test
    void what_hangs_at_the_deadline_is_cut_off_and_told() throws Exception {
        var outcome = CountedLoad.run(
                endpoint,
                2,
                2,
                Duration.ofMillis(200),
                (connection, _) -> connection.drain(get("/stuck", 200)));

        assertThat(outcome.operations()).isZero();
        assertThat(outcome.firstError()).contains("not done after 0 s");
    }

    @Test
    void a_steady_load_counts_what_the_server_answered() throws Exception {
        var request = get("/three", 200);

        var outcome = SteadyLoad.run(endpoint, 8, Duration.ofSeconds(1), _ -> request);

        assertThat(outcome.operations()).isPositive().isLessThanOrEqualTo(asked.get());
        assertThat(outcome.bytes()).isGreaterThanOrEqualTo(3 * outcome.operations());
        assertThat(outcome.errors()).isZero();
    }

    @Test
    void a_steady_load_that_nobody_answers_is_an_error() throws Exception {
        var request = get("/stuck", 200);

        var outcome = SteadyLoad.run(endpoint, 2, Duration.ofMillis(200), _ -> request);

        assertThat(outcome.operations()).isZero();
        assertThat(outcome.firstError()).contains("no answer within 2000 ms");
    }

    private Request get(String path, int status) {
        return new RequestBuilder(endpoint, "GET", path).expecting(status);
    }
}
