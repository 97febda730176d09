package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/// Requests that two servers might read differently: refused, and the connection closed, so that
/// nothing hidden behind them is ever answered.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpSmugglingTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                TestServer.route(Method.GET, "/{path:**}", (_, _) -> Response.of(200)),
                TestServer.route(Method.POST, "/{path:**}", (_, request) -> {
                            var _ = request.body().stream().readAllBytes();
                            return Response.of(200);
                        })
                        .withBody(Route.UNLIMITED));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(
                        "length and chunked",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "two lengths that differ",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 0\r\n\r\nabcd"),
                Arguments.of(
                        "two lengths that are the same",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of(
                        "a list of lengths",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 4\r\n\r\nabcd"),
                Arguments.of(
                        "a signed length",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd"),
                Arguments.of(
                        "a negative length",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\n"),
                Arguments.of(
                        "a length beyond numbers",
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of(
                        "a coding that is not chunked",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"),
                Arguments.of(
                        "identity",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n"),
                Arguments.of(
                        "chunked not last",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunked twice",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunked in HTTP/1.0",
                        "POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "space before the colon",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "a folded field",
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "a tab-folded field",
                        "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\r\n\tc\r\n\r\n"),
                Arguments.of(
                        "a space before the first field", "GET /a HTTP/1.1\r\n Host: x\r\n\r\n"),
                Arguments.of("bare line feeds", "GET /a HTTP/1.1\nHost: x\n\n"),
                Arguments.of(
                        "one bare line feed",
                        "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\nX-B: c\r\n\r\n"),
                Arguments.of(
                        "a bare carriage return",
                        "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\rX-B: c\r\n\r\n"),
                Arguments.of(
                        "a zero byte in a field",
                        "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n"),
                Arguments.of(
                        "a control character in a field",
                        "GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\u0001c\r\n\r\n"),
                Arguments.of("a field without a name", "GET /a HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n"),
                Arguments.of("no host", "GET /a HTTP/1.1\r\n\r\n"),
                Arguments.of("two hosts", "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
                Arguments.of("a host with a path", "GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n"),
                Arguments.of(
                        "a host with user information", "GET /a HTTP/1.1\r\nHost: u@x\r\n\r\n"),
                Arguments.of("absolute form", "GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("authority form", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n"),
                Arguments.of("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an unknown version", "GET /a HTTP/1.7\r\nHost: x\r\n\r\n"),
                Arguments.of("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Arguments.of("no version", "GET /a\r\nHost: x\r\n\r\n"),
                Arguments.of("two spaces in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("a dot segment", "GET /a/../b HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of(
                        "an encoded dot segment", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an encoded slash", "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an encoded backslash", "GET /a%5Cb HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an encoded line break", "GET /a%0d%0ab HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("an encoded zero byte", "GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("broken encoding", "GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("overlong UTF-8", "GET /%c0%af HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("a semicolon", "GET /a;b/c HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("a backslash", "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("a fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
                Arguments.of("raw bytes above ASCII", "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void is_refused_and_nothing_behind_it_is_answered(String shape, String request)
            throws Exception {
        try (var client = RawClient.connect(server)) {
            client.send(request + HIDDEN);

            var answer = client.answer();
            assertThat(answer.status()).as(answer.head()).isEqualTo(400);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(client.isClosed()).as("closed after %s", shape).isTrue();
        }
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("a chunk size that is no number", "xyz\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a negative chunk size", "-1\r\nabc\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk size beyond numbers", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk size with a prefix", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk longer than its size", "2\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a chunk that ends in a bare line feed", "3\r\nabc\n0\r\n\r\n"),
                Arguments.of("a chunk size that ends in a bare line feed", "3\nabc\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void a_body_that_cannot_be_parsed_is_refused_and_nothing_behind_it_is_answered(
            String shape, String body) throws Exception {
        try (var client = RawClient.connect(server)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body
                    + HIDDEN);

            var answer = client.answer();
            assertThat(answer.status()).as(answer.head()).isEqualTo(400);
            assertThat(client.isClosed()).as("closed after %s", shape).isTrue();
        }
    }

    @Test
    void well_formed_requests_on_one_connection_are_answered_in_order() throws Exception {
        try (var client = RawClient.connect(server)) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;a=b\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n" + HIDDEN + HIDDEN);

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }
}
