package dev.berth.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConnectionTest {
    private HttpServer server;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fixed", exchange -> answer(exchange, 200, "hello", 5));
        server.createContext("/chunked", exchange -> answer(exchange, 200, "x".repeat(20_000), 0));
        server.createContext("/empty", exchange -> answer(exchange, 204, "", -1));
        server.createContext("/missing", exchange -> answer(exchange, 404, "no such thing", 13));
        server.createContext("/echo", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            answer(exchange, 201, body, body.length());
        });
        server.createContext("/closing", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, 200, "bye", 3);
        });
        server.start();
        endpoint = Endpoint.loopback(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void answers_with_a_length_and_in_chunks_follow_each_other_on_one_connection()
            throws IOException {
        try (var connection = Connection.open(endpoint)) {
            assertThat(connection.exchange(get("/fixed", 200)).body()).isEqualTo("hello");
            assertThat(connection.exchange(get("/chunked", 200)).body()).hasSize(20_000);
            assertThat(connection.drain(get("/empty", 204))).isZero();
            assertThat(connection.drain(get("/fixed", 200))).isEqualTo(5);
        }
    }

    @Test
    void an_answer_to_head_has_no_body_although_it_has_a_length() throws IOException {
        var head = new RequestBuilder(endpoint, "HEAD", "/missing").expecting(404);

        try (var connection = Connection.open(endpoint)) {
            assertThat(connection.drain(head)).isZero();
            assertThat(connection.drain(get("/fixed", 200))).isEqualTo(5);
        }
    }

    @Test
    void another_status_than_expected_is_an_error_that_names_the_request() throws IOException {
        try (var connection = Connection.open(endpoint)) {
            assertThatThrownBy(() -> connection.drain(get("/missing", 200)))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessage("GET /missing answered 404 instead of [200]");
            assertThat(connection.drain(get("/fixed", 200))).isEqualTo(5);
        }
    }

    @Test
    void a_connection_that_the_server_closes_after_an_answer_opens_again() throws IOException {
        try (var connection = Connection.open(endpoint)) {
            assertThat(connection.exchange(get("/closing", 200)).body()).isEqualTo("bye");
            assertThat(connection.exchange(get("/closing", 200)).body()).isEqualTo("bye");
        }
    }

    @Test
    void a_body_arrives_whole_with_a_length_and_in_chunks() throws IOException {
        var body = Body.of("layer".repeat(10_000).getBytes(UTF_8));
        var announced =
                new RequestBuilder(endpoint, "PUT", "/echo").body("a/b", body).expecting(201);
        var streamed =
                new RequestBuilder(endpoint, "PUT", "/echo").stream("a/b", body).expecting(201);

        try (var connection = Connection.open(endpoint)) {
            assertThat(connection.exchange(announced).body()).isEqualTo("layer".repeat(10_000));
            assertThat(connection.exchange(streamed).body()).isEqualTo("layer".repeat(10_000));
        }
    }

    @Test
    void headers_are_found_in_any_case() throws IOException {
        try (var connection = Connection.open(endpoint)) {
            assertThat(connection.exchange(get("/fixed", 200)).header("CONTENT-length"))
                    .contains("5");
        }
    }

    private Request get(String path, int status) {
        return new RequestBuilder(endpoint, "GET", path).expecting(status);
    }

    private static void answer(HttpExchange exchange, int status, String body, long length)
            throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(status, length);
        try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
        }
    }
}
