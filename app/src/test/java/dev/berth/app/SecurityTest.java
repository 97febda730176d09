package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.app.testing.RunningCore;
import dev.berth.oci.Digest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What other registries were broken by, tried on a whole one: the rows of the list of known
/// vulnerabilities that concern `/v2` and are no matter of one class. Further rows carry their
/// numbers (`SEC_…`) where the class is tested.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SecurityTest {
    private static final String MANIFEST = MatrixContent.MANIFEST_TYPE;
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String NOWHERE = "sha256:" + "0".repeat(64);

    private Optional<RunningCore> running = Optional.empty();
    private Optional<MatrixContent> content = Optional.empty();
    private Path data = Path.of("");

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        data = folder.resolve("data");
        running = Optional.of(RunningCore.start(data, Map.of("registry.page-max", "10")));
        content = Optional.of(new MatrixContent(core()));
        var _ = content().manifest("secret/app");
    }

    @AfterAll
    void stop() throws IOException {
        if (running.isPresent()) {
            running.get().close();
        }
    }

    private RunningCore core() {
        return running.orElseThrow();
    }

    private MatrixContent content() {
        return content.orElseThrow();
    }

    /// As the administrator.
    private HttpResponse<String> ask(String method, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        return core().send(
                        method,
                        path,
                        body,
                        "Content-Type",
                        type,
                        "Authorization",
                        basic(ADMINISTRATOR, PASSWORD));
    }

    private HttpResponse<String> ask(String method, String path)
            throws IOException, InterruptedException {
        return ask(method, path, "application/octet-stream", new byte[0]);
    }

    /// The whole answer to a target that is sent as it is.
    private static String raw(URI server, String method, String target, String authorization)
            throws IOException {
        return raw(server, method, target, authorization, "here");
    }

    private static String raw(
            URI server, String method, String target, String authorization, String host)
            throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var head = method + " " + target + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n"
                    + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                    + "Content-Length: 0\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/_catalog",
                "//v2/_catalog",
                "/v2//_catalog",
                "/v2/_catalog/",
                "/V2/_catalog",
                "/v2/_CATALOG",
                "/v2/%5fcatalog",
                "/%76%32/_catalog",
                "/v2/_catalog;a=b",
                "/v2;a=b/_catalog",
                "/v2/./_catalog",
                "/v2/x/../_catalog",
                "/v2/%2e/_catalog",
                "/v2/%2e%2e/v2/_catalog",
                "/v2%2f_catalog",
                "/v2\\_catalog",
                "/v2/_catalog%00",
                "/v2/_catalog%0d%0aX:",
                "/v2/_catalog?n=1",
                "/v2/_catalog#",
                "http://here/v2/_catalog",
                "http://here//v2/_catalog",
                "/healthz/../v2/_catalog",
                "/service/token/../../v2/_catalog",
                "/v2/secret/app/tags/list",
                "/v2/secret%2fapp/tags/list",
                "/v2/secret/app/tags/list/",
                "/v2/secret//app/tags/list",
                "/v2/secret/app/../app/tags/list",
                "/metrics",
                "/readyz"
            })
    void SEC_11_no_spelling_of_a_path_gets_around_the_login(String target) throws IOException {
        for (var server : List.of(core().uri(), core().management())) {
            boolean ours = server.equals(core().management())
                    && List.of("/metrics", "/readyz").contains(target);
            var answer = raw(server, "GET", target, "");

            assertThat(answer)
                    .startsWith(ours ? "HTTP/1.1 200" : "HTTP/1.1 4")
                    .doesNotContain("secret/app\"");
        }
    }

    @Test
    void SEC_30_and_32_a_manifest_that_is_too_large_or_too_deep_is_refused_within_the_limits()
            throws IOException, InterruptedException {
        var large = new byte[4 * 1024 * 1024 + 1];
        var deep = "{\"a\":".repeat(100_000).getBytes(UTF_8);
        var number = ("{\"schemaVersion\":" + "9".repeat(1_000_000) + "}").getBytes(UTF_8);

        assertThat(ask("PUT", "/v2/secret/a/manifests/v1", MANIFEST, large).statusCode())
                .isEqualTo(413);
        assertThat(ask("PUT", "/v2/secret/a/manifests/v1", MANIFEST, deep).statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", "/v2/secret/a/manifests/v1", MANIFEST, number).statusCode())
                .isEqualTo(400);
        assertThat(ask("GET", "/v2/secret/a/tags/list").statusCode()).isEqualTo(404);
    }

    @Test
    void SEC_33_a_manifest_is_what_its_type_says_or_refused()
            throws IOException, InterruptedException {
        var layer = content().blob("types/app");
        var image = new String(MatrixContent.manifestOf(layer, layer), UTF_8);
        var both = image.replace("\"layers\"", "\"manifests\":[],\"layers\"");
        var index = "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[]}";

        assertThat(push(image, INDEX)).isEqualTo(400);
        assertThat(push(index, MANIFEST)).isEqualTo(400);
        assertThat(push(both, MANIFEST)).isEqualTo(400);
        assertThat(push(index.replace("\"manifests\"", "\"layers\":[],\"manifests\""), INDEX))
                .isEqualTo(400);
        assertThat(push(image, MANIFEST)).isEqualTo(201);
        assertThat(push(index, INDEX)).isEqualTo(201);
    }

    private int push(String manifest, String type) throws IOException, InterruptedException {
        return ask("PUT", "/v2/types/app/manifests/v1", type, manifest.getBytes(UTF_8))
                .statusCode();
    }

    @Test
    void SEC_34_a_page_is_never_longer_than_the_limit() throws IOException, InterruptedException {
        for (int i = 0; i < 12; i++) {
            var _ = content().manifest("pages/r" + i);
        }
        for (var n : List.of("11", "1000000000", "99999999999999999999")) {
            var catalog = ask("GET", "/v2/_catalog?n=" + n);

            assertThat(catalog.statusCode()).as(n).isIn(200, 400);
            assertThat(catalog.body().split("\",\"", -1)).as(n).hasSizeLessThanOrEqualTo(10);
        }
        assertThat(ask("GET", "/v2/_catalog?n=-1").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "' or 1=1 --",
                "\" or \"\"=\"",
                "a' union select name from sqlite_master --",
                "a'; drop table tag; --",
                "1) or (1=1",
                "%' or name like '%",
                "\\' or 1=1 --",
                "$$; select pg_sleep(9); $$"
            })
    void SEC_06_no_text_in_a_query_becomes_part_of_a_statement(String text)
            throws IOException, InterruptedException {
        var manifest = content().manifest("statement/app");
        var value = URLEncoder.encode(text, UTF_8);

        for (var list : List.of(
                "/v2/_catalog?last=" + value,
                "/v2/statement/app/tags/list?last=" + value,
                "/v2/statement/app/referrers/" + manifest + "?last=" + value,
                "/v2/statement/app/referrers/" + manifest + "?artifactType=" + value)) {
            assertThat(ask("GET", list).statusCode()).as(list).isIn(200, 400);
        }
        assertThat(ask("GET", "/v2/statement/app/referrers/" + manifest + "?artifactType=" + value)
                        .body())
                .doesNotContain("digest");
        assertThat(ask("GET", "/v2/statement/app/tags/list?n=" + value).statusCode())
                .isEqualTo(400);
        assertThat(ask("GET", "/v2/statement/app/tags/list").body())
                .contains(MatrixContent.tag(manifest));
    }

    @Test
    void SEC_36_a_deleted_blob_is_out_of_reach_at_once_whoever_still_has_it()
            throws IOException, InterruptedException {
        var blob = content().blob("stale/one");
        ask("POST", "/v2/stale/two/blobs/uploads/?from=stale/one&mount=" + blob);
        assertThat(ask("GET", "/v2/stale/one/blobs/" + blob).statusCode()).isEqualTo(200);

        assertThat(ask("DELETE", "/v2/stale/one/blobs/" + blob).statusCode()).isEqualTo(202);

        assertThat(ask("GET", "/v2/stale/one/blobs/" + blob).statusCode()).isEqualTo(404);
        assertThat(ask("HEAD", "/v2/stale/one/blobs/" + blob).statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/v2/stale/three/blobs/uploads/?from=stale/one&mount=" + blob)
                        .statusCode())
                .isEqualTo(202);
        assertThat(ask("GET", "/v2/stale/two/blobs/" + blob).statusCode()).isEqualTo(200);
    }

    @Test
    void SEC_38_with_deleting_switched_off_nothing_is_deleted(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (var frozen = RunningCore.start(folder, Map.of("storage.delete-enabled", "false"))) {
            var frozenContent = new MatrixContent(frozen);
            var blob = frozenContent.blob("keep/app");
            var manifest = frozenContent.manifest("keep/app");
            var login = basic(ADMINISTRATOR, PASSWORD);
            for (var path : List.of(
                    "manifests/" + MatrixContent.tag(manifest),
                    "manifests/" + manifest,
                    "blobs/" + blob)) {
                var url = "/v2/keep/app/" + path;

                assertThat(frozen.send("DELETE", url, "Authorization", login).statusCode())
                        .as(path)
                        .isEqualTo(405);
                assertThat(frozen.send("GET", url, "Authorization", login).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void SEC_39_a_blob_is_served_through_no_other_repository_not_even_to_the_administrator()
            throws IOException, InterruptedException {
        var blob = content().blob("owner/app");
        var _ = content().blob("other/app");

        for (var method : List.of("GET", "HEAD")) {
            var foreign = ask(method, "/v2/other/app/blobs/" + blob);
            var nowhere = ask(method, "/v2/other/app/blobs/" + NOWHERE);

            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(foreign.body().replace(blob, NOWHERE)).isEqualTo(nowhere.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v2/a/blobs/sha256:../../../../etc/passwd",
                "GET /v2/a/blobs/sha256:..%2f..%2f..%2fetc%2fpasswd",
                "GET /v2/a/blobs/..%2f..%2fetc%2fpasswd",
                "GET /v2/a/blobs/sha256:%2e%2e",
                "GET /v2/a/blobs/../../../etc/passwd",
                "GET /v2/a/manifests/..%2f..%2fberth.db",
                "GET /v2/a/manifests/%2e%2e",
                "GET /v2/../../berth.db/manifests/v1",
                "GET /v2/..%2f..%2fberth.db/tags/list",
                "GET /v2/a/blobs/uploads/..%2f..%2fberth.db",
                "PATCH /v2/a/blobs/uploads/../../../berth.db",
                "PUT /v2/a/blobs/uploads/%2e%2e%2fx?digest=sha256:../../x",
                "POST /v2/a/blobs/uploads/?digest=sha256:../../../../tmp/x",
                "POST /v2/a/blobs/uploads/?mount=../../../berth.db&from=a",
                "POST /v2/a/blobs/uploads/?mount=sha256:0000&from=../../x",
                "POST /v2/..%2fa/blobs/uploads/",
                "DELETE /v2/a/blobs/sha256:..%2f..%2fberth.db"
            })
    void SEC_43_no_digest_name_or_id_climbs_out_of_its_folder(String request) throws IOException {
        var words = request.split(" ", -1);
        var before = files();

        var answer = raw(core().uri(), words[0], words[1], basic(ADMINISTRATOR, PASSWORD));

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("root:", "SQLite format");
        assertThat(files()).isEqualTo(before);
    }

    /// All files but those that the database makes and removes as it likes.
    private List<Path> files() throws IOException {
        var found = new ArrayList<Path>();
        for (var root : List.of(data, data.resolveSibling(""))) {
            try (var tree = Files.walk(root, 8)) {
                found.addAll(tree.filter(path -> !path.toString().contains("berth.db-"))
                        .sorted()
                        .toList());
            }
        }
        return found;
    }

    @Test
    void SEC_46_the_urls_of_a_foreign_layer_are_kept_and_never_called()
            throws IOException, InterruptedException {
        try (var elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            elsewhere.setSoTimeout(500);
            var blob = content().blob("foreign/app");
            var url = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/layer";
            var manifest = new String(MatrixContent.manifestOf(blob, NOWHERE), UTF_8)
                    .replace(
                            "application/vnd.oci.image.layer.v1.tar\"",
                            "application/vnd.oci.image.layer.nondistributable.v1.tar\",\"urls\":[\""
                                    + url + "\"]");
            var path = "/v2/foreign/app/manifests/v1";

            assertThat(ask("PUT", path, MANIFEST, manifest.getBytes(UTF_8)).statusCode())
                    .isEqualTo(201);
            assertThat(ask("GET", path).body()).isEqualTo(manifest);
            assertThat(ask("GET", "/v2/foreign/app/blobs/" + NOWHERE).statusCode())
                    .isEqualTo(404);
            assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example/..;//good",
                "//evil.example",
                "evil.example\\@good",
                "evil.example\",scope=\"x",
                "user@evil.example",
                "evil.example/path",
                "evil.example?q",
                "evil.example#f"
            })
    void SEC_20_a_challenge_sends_nobody_to_a_host_that_is_none(String host) throws IOException {
        var answer = raw(core().uri(), "GET", "/v2/", "", host);

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("evil.example");
    }

    @Test
    void SEC_20_what_a_stranger_says_about_forwarding_changes_no_address()
            throws IOException, InterruptedException {
        var answer = core().send(
                        "GET",
                        "/v2/",
                        "X-Forwarded-Host",
                        "evil.example",
                        "X-Forwarded-Proto",
                        "https",
                        "Forwarded",
                        "host=evil.example;proto=https");

        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains(core().uri().toString())
                .doesNotContain("evil.example");
        assertThat(ask("POST", "/v2/secret/app/blobs/uploads/")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .startsWith("/v2/secret/app/");
    }

    @Test
    void SEC_49_bytes_under_a_wrong_digest_are_refused_and_never_served()
            throws IOException, InterruptedException {
        var bytes = content().newBytes();
        var url = "/v2/library/wrong/blobs/uploads/?digest=" + NOWHERE;

        assertThat(ask("POST", url, "application/octet-stream", bytes).statusCode())
                .isEqualTo(400);
        assertThat(ask("GET", "/v2/library/wrong/blobs/" + NOWHERE).statusCode())
                .isEqualTo(404);
        assertThat(ask("PUT", "/v2/library/wrong/manifests/" + NOWHERE, INDEX, "{}".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_blob_of_another_size_than_was_said_is_refused_and_leaves_nothing() throws Exception {
        var bytes = content().newBytes();
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        var more = Arrays.copyOf(bytes, bytes.length + 1);
        var uploads = "/v2/library/size/blobs/uploads/";
        var login = basic(ADMINISTRATOR, PASSWORD);

        // More, and fewer bytes than the digest is of.
        for (var wrong : List.of(more, Arrays.copyOf(bytes, bytes.length - 1))) {
            var refused = ask("POST", uploads + "?digest=" + digest, "text/plain", wrong);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("DIGEST_INVALID");
        }
        // A range that is longer than the body.
        var upload = ask("POST", uploads).headers().firstValue("Location").orElseThrow();
        var range = "0-" + bytes.length;
        var patched =
                core().send("PATCH", upload, bytes, "Content-Range", range, "Authorization", login);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(400);
        assertThat(patched.body()).contains("SIZE_INVALID");
        var status = ask("GET", upload);
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(status.headers().firstValue("Range")).hasValue("0-0");
        // A body that ends before its length.
        try (var socket = new Socket(core().uri().getHost(), core().uri().getPort())) {
            var head =
                    "POST %s?digest=%s HTTP/1.1\r\nHost: here\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(uploads, digest, login, bytes.length);
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            socket.getOutputStream().write(bytes, 0, bytes.length - 1);
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("HTTP/1.1 201");
        }

        assertThat(ask("GET", "/v2/library/size/blobs/" + digest).statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/v2/library/size/tags/list").statusCode()).isEqualTo(404);
        assertThat(ask("POST", uploads + "?digest=" + digest, "text/plain", bytes)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void SEC_26_and_41_no_secret_reaches_log_metrics_or_refusals(@TempDir Path folder)
            throws IOException, InterruptedException {
        var guess = "canary-guess-5d1f";
        var password = "canary-password-77ab";
        var shown = new StringBuilder();
        var core = RunningCore.start(
                folder, Map.of("auth.admin-password", password, "log.level", "debug"));
        var token = "";
        try (core) {
            var login = basic(ADMINISTRATOR, password);
            var body = core.send("GET", "/service/token?service=berth", "Authorization", login)
                    .body();
            token = body.replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
            assertThat(token).hasSizeGreaterThan(100).doesNotContain("\"");
            for (var authorization : List.of(
                    login,
                    basic(ADMINISTRATOR, guess),
                    "Bearer " + token,
                    "Bearer " + guess,
                    "Basic " + guess,
                    "Negotiate " + guess)) {
                for (var path : List.of("/v2/", "/v2/secret/a/tags/list", "/v2/A/tags/list")) {
                    shown.append(core.send("GET", path, "Authorization", authorization)
                            .body());
                }
            }
            var form = "grant_type=password&service=berth&username=admin&password=" + guess;
            shown.append(core.send(
                            "POST",
                            "/service/token",
                            form.getBytes(UTF_8),
                            "Content-Type",
                            "application/x-www-form-urlencoded")
                    .body());
            shown.append(core.metrics());
        }

        assertThat(core.log()).contains("DEBUG").contains("login refused");
        assertThat(shown.append(core.log()).toString())
                .doesNotContain(
                        guess,
                        password,
                        token,
                        basic(ADMINISTRATOR, password).substring(6),
                        basic(ADMINISTRATOR, guess).substring(6));
    }
}
