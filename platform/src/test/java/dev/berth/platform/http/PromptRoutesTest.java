package dev.berth.platform.http;

import static dev.berth.platform.http.TestServer.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.waiting.Waits;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PromptRoutesTest {
    private static final int LARGE = 1024 * 1024;

    /// Each call of the handler: whether it had a thread of its own.
    private final ConcurrentLinkedQueue<Boolean> calls = new ConcurrentLinkedQueue<>();

    private Response called(byte[] body) {
        calls.add(Thread.currentThread().isVirtual());
        return Response.of(200).withBody(new Body.Bytes(body));
    }

    private Response called(String body) {
        return called(body.getBytes(StandardCharsets.UTF_8));
    }

    private Route<String> known() {
        return route(Method.GET, "/known", (_, _) -> called("from memory")).promptly();
    }

    @Test
    void what_memory_knows_is_answered_on_the_event_loop() throws Exception {
        try (var server = TestServer.start(known())) {
            var answer = server.get("/known");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("from memory");
            assertThat(calls).containsExactly(false);
        }
    }

    @Test
    void what_has_to_wait_begins_anew_on_a_thread_of_its_own() throws Exception {
        var started = new AtomicInteger();
        var ended = new CompletableFuture<Integer>();
        var events = new HttpEvents() {
            @Override
            public Observation started(Request request, String operation) {
                started.incrementAndGet();
                return (status, _) -> ended.complete(status);
            }
        };
        var route = route(Method.GET, "/unknown", (_, _) -> {
                    calls.add(Thread.currentThread().isVirtual());
                    Waits.begin();
                    return called("from the disk");
                })
                .promptly();
        try (var server = TestServer.start(TestServer.settings(), events, route)) {
            assertThat(server.get("/unknown").body()).isEqualTo("from the disk");
            assertThat(calls).containsExactly(false, true, true);
            assertThat(started).hasValue(1);
            assertThat(ended.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(200);
        }
    }

    @Test
    void a_guard_may_have_to_wait_as_well() throws Exception {
        var guard = new Guard<String>() {
            @Override
            public String permission() {
                return "none";
            }

            @Override
            public String admit(Request request) {
                Waits.begin();
                return "somebody";
            }
        };
        var route =
                Route.of("get", Method.GET, "/", guard, (who, _) -> called(who)).promptly();
        try (var server = TestServer.start(route)) {
            assertThat(server.get("/").body()).isEqualTo("somebody");
            assertThat(calls).containsExactly(true);
        }
    }

    @Test
    void a_large_answer_is_made_once_and_sent_by_a_thread_that_waits_for_its_client()
            throws Exception {
        var route =
                route(Method.GET, "/large", (_, _) -> called(new byte[LARGE])).promptly();
        try (var server = TestServer.start(route)) {
            var answer = server.sendForBytes(server.request("/large").build());

            assertThat(answer.body()).hasSize(LARGE);
            assertThat(calls).containsExactly(false);
        }
    }

    @Test
    void a_large_answer_to_HEAD_leaves_at_once() throws Exception {
        var route =
                route(Method.GET, "/large", (_, _) -> called(new byte[LARGE])).promptly();
        try (var server = TestServer.start(route)) {
            var answer = server.send(server.request("/large").HEAD().build());

            assertThat(answer.headers().firstValue("Content-Length"))
                    .contains(String.valueOf(LARGE));
            assertThat(calls).containsExactly(false);
        }
    }

    @Test
    void a_refusal_and_a_bug_are_answered_as_elsewhere() throws Exception {
        var refused = route(Method.GET, "/refused", (_, _) -> {
                    throw new HttpException(new HttpProblem.NoRoute("/refused"));
                })
                .promptly();
        var broken = route(Method.GET, "/broken", (_, _) -> {
                    throw new IllegalStateException("broken");
                })
                .promptly();
        try (var server = TestServer.start(refused, broken, known())) {
            assertThat(server.get("/refused").statusCode()).isEqualTo(404);
            assertThat(server.get("/broken").statusCode()).isEqualTo(500);
            assertThat(server.get("/known").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_request_with_a_body_gets_a_thread() throws Exception {
        var route =
                route(Method.POST, "/body", (_, _) -> called("")).withBody(10).promptly();
        try (var server = TestServer.start(route);
                var client = RawClient.connect(server)) {
            client.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(calls).containsExactly(true);
        }
    }

    @Test
    void thousands_of_requests_in_one_go_are_answered_in_order() throws IOException {
        int requests = 5_000;
        var slow = route(Method.GET, "/slow", (_, _) -> {
                    Waits.begin();
                    return called("slow");
                })
                .promptly();
        try (var server = TestServer.start(known(), slow);
                var client = RawClient.connect(server)) {
            var _ = Thread.startVirtualThread(() -> send(
                    client,
                    get("/known").repeat(requests)
                            + (get("/slow") + get("/known")).repeat(requests)));
            for (int i = 0; i < requests; i++) {
                assertThat(client.answer().body()).isEqualTo("from memory");
            }
            for (int i = 0; i < requests; i++) {
                assertThat(List.of(client.answer().body(), client.answer().body()))
                        .containsExactly("slow", "from memory");
            }
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static void send(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
