package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpServerTest {
    @TempDir
    Path folder;

    private static Response text(String text) {
        return Response.of(200, "Content-Type", "text/plain")
                .withBody(new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void an_address_where_somebody_listens_is_named_with_what_to_do() {
        try (var first = TestServer.start()) {
            var taken = HttpSettings.cleartext(first.server().address());

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> HttpServer.start(taken, List.of(), HttpEvents.NONE))
                    .withMessage(
                            "cannot listen on %s:%d: another process listens there; stop it, or"
                                    + " choose another address or port",
                            taken.listen().getHostString(), taken.listen().getPort());
        }
    }

    @Test
    void an_address_that_this_machine_does_not_have_is_named_with_what_to_do() {
        var elsewhere = HttpSettings.cleartext(new InetSocketAddress("192.0.2.1", 5000));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HttpServer.start(elsewhere, List.of(), HttpEvents.NONE))
                .withMessage("cannot listen on 192.0.2.1:5000: this machine has no such address;"
                        + " 0.0.0.0 stands for all that it has");
    }

    @Test
    void a_route_answers_with_what_its_pattern_captured() throws Exception {
        var route = TestServer.route(
                Method.GET,
                "/v2/{name:**}/tags/list",
                (who, request) -> text(who + " " + request.parameter("name")));
        try (var server = TestServer.start(route)) {
            var answer = server.get("/v2/team/tags/list/tags/list");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("anybody team/tags/list");
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
            assertThat(answer.headers().firstValue("Date")).isPresent();
        }
    }

    @Test
    void a_path_without_a_route_is_404_and_a_method_without_one_is_405_with_allow()
            throws Exception {
        try (var server =
                TestServer.start(TestServer.route(Method.GET, "/a", (_, _) -> text("a")))) {
            assertThat(server.get("/b").statusCode()).isEqualTo(404);

            var post = server.send(
                    server.request("/a").POST(BodyPublishers.noBody()).build());
            assertThat(post.statusCode()).isEqualTo(405);
            assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void head_is_answered_like_get_without_the_body() throws Exception {
        var body = new Body.Stream(
                () -> {
                    throw new IOException("HEAD must not open the body");
                },
                12345);
        var route =
                TestServer.route(Method.GET, "/a", (_, _) -> Response.of(200).withBody(body));
        try (var server = TestServer.start(route)) {
            var head = server.send(server.request("/a").HEAD().build());

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(12345);
        }
    }

    @Test
    void a_large_body_arrives_as_it_was_sent() throws Exception {
        var sent = new byte[10_000_000];
        new Random(1).nextBytes(sent);
        var route = TestServer.route(
                        Method.PUT,
                        "/a",
                        (_, request) -> Response.of(200)
                                .withBody(new Body.Bytes(request.body().stream().readAllBytes())))
                .withBody(Route.UNLIMITED);
        try (var server = TestServer.start(route)) {
            var declared = server.request("/a").PUT(BodyPublishers.ofByteArray(sent));
            var chunked = server.request("/a")
                    .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent)));
            var continued =
                    server.request("/a").expectContinue(true).PUT(BodyPublishers.ofByteArray(sent));

            assertThat(server.sendForBytes(declared.build()).body()).isEqualTo(sent);
            assertThat(server.sendForBytes(chunked.build()).body()).isEqualTo(sent);
            assertThat(server.sendForBytes(continued.build()).body()).isEqualTo(sent);
        }
    }

    @Test
    void every_kind_of_body_arrives_whole() throws Exception {
        var bytes = new byte[1_000_000];
        new Random(2).nextBytes(bytes);
        var file = Files.write(folder.resolve("file"), bytes);
        var region = new Body.FileRegion(() -> FileChannel.open(file), 0, bytes.length);
        var stream = new Body.Stream(() -> new ByteArrayInputStream(bytes), bytes.length);
        var sequence = new Body.Sequence(List.of(
                new Body.Bytes("<".getBytes(StandardCharsets.UTF_8)),
                new Body.FileRegion(() -> FileChannel.open(file), 10, 200_000),
                new Body.Stream(() -> new ByteArrayInputStream(bytes, 0, 5), 5),
                new Body.Bytes(">".getBytes(StandardCharsets.UTF_8))));
        try (var server = TestServer.start(
                TestServer.route(Method.GET, "/file", (_, _) -> Response.of(200).withBody(region)),
                TestServer.route(
                        Method.GET, "/stream", (_, _) -> Response.of(200).withBody(stream)),
                TestServer.route(
                        Method.GET, "/sequence", (_, _) -> Response.of(200).withBody(sequence)))) {
            assertThat(server.sendForBytes(server.request("/file").build()).body())
                    .isEqualTo(bytes);
            assertThat(server.sendForBytes(server.request("/stream").build()).body())
                    .isEqualTo(bytes);
            var parts = server.sendForBytes(server.request("/sequence").build()).body();
            assertThat(parts).hasSize(200_007).startsWith('<').endsWith('>');
        }
    }
}
