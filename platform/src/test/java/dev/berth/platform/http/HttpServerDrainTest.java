package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HttpServerDrainTest {
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);

    private final Route<String> busy = TestServer.route(Method.PUT, "/busy", (_, request) -> {
                entered.release();
                leave.acquire();
                int bytes = request.body().stream().readAllBytes().length;
                return Response.of(200, "X-Bytes", Integer.toString(bytes));
            })
            .withBody(Route.UNLIMITED);

    private final Route<String> ping =
            TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200));

    @Test
    void requests_in_flight_finish_while_nobody_new_is_let_in() throws Exception {
        try (var server = TestServer.start(busy, ping);
                var inFlight = RawClient.connect(server);
                var idle = RawClient.connect(server);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            idle.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").answer();
            inFlight.send("PUT /busy HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
            entered.acquire();

            var drained = threads.submit(() -> server.server().drain(Duration.ofSeconds(30)));
            assertThat(idle.isClosed()).isTrue();
            await().until(() -> {
                try (var _ = RawClient.connect(server)) {
                    return false;
                } catch (ConnectException e) {
                    return true;
                }
            });
            assertThat(drained.isDone()).isFalse();
            inFlight.send("def");
            leave.release();

            var answer = inFlight.answer();
            assertThat(answer.field("X-Bytes")).isEqualTo("6");
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(inFlight.isClosed()).isTrue();
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void what_does_not_finish_in_time_is_cut_off() throws Exception {
        try (var server = TestServer.start(busy, ping);
                var inFlight = RawClient.connect(server)) {
            inFlight.send("PUT /busy HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc");
            entered.acquire();
            leave.release();

            server.server().drain(Duration.ofMillis(200));

            assertThatThrownBy(inFlight::answer).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_address_in_use_is_an_error_that_names_it() throws Exception {
        try (var server = TestServer.start(ping)) {
            var taken = HttpSettings.cleartext(server.server().address());

            assertThatThrownBy(() -> HttpServer.start(taken, List.of(), HttpEvents.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining(Integer.toString(server.port()));
        }
    }

    @Test
    void the_address_can_be_listened_on_again_after_closing() throws Exception {
        var server = TestServer.start(ping);
        var address = server.server().address();
        server.close();

        try (var again =
                HttpServer.start(HttpSettings.cleartext(address), List.of(), HttpEvents.NONE)) {
            assertThat(again.address()).isEqualTo(address);
        }
    }
}
