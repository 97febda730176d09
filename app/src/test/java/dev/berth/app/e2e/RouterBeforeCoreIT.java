package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The router before Berth's own core, each in a process of its own: `hub` is private, `ghcr` is
/// public, and only `reader` is a member of `hub`.
@DisplayNameGeneration(ReplaceUnderscores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class RouterBeforeCoreIT {
    private static final int HEAP_MEBIBYTES = 128;
    private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String SECRET = "Correct-horse-1";
    private static final String PRIVATE = "/v2/proxy/team/app/manifests/v1";
    private static final String PUBLIC = "/v2/proxy/open/app/manifests/v1";
    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private Path folder;
    private BerthProcess core;
    private byte[] layer;

    @BeforeAll
    void open(@TempDir Path shared) throws Exception {
        folder = shared;
        core = BerthProcess.start(folder.resolve("core"), Map.of());
        project("hub", false);
        project("ghcr", true);
        layer = "a layer".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        push("hub/team/app");
        push("ghcr/open/app");
        for (var name : List.of("reader", "stranger")) {
            created(core.client().api("POST", "/api/v2.0/users", """
                {"username":"%1$s","password":"%2$s","realname":"%1$s",\
                "email":"%1$s@example.com"}\
                """.formatted(name, SECRET)));
        }
        created(core.client().api("POST", "/api/v2.0/projects/hub/members", """
            {"role_id":3,"member_user":{"username":"reader"}}\
            """));
    }

    @AfterAll
    void close() {
        client.close();
        if (core != null) {
            core.close();
        }
    }

    private static void created(RegistryClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private void project(String name, boolean isPublic) {
        created(core.client().api("POST", "/api/v2.0/projects", """
            {"project_name":"%s","metadata":{"public":"%s"}}\
            """.formatted(name, isPublic)));
    }

    private void push(String repository) {
        var config = "{}".getBytes(StandardCharsets.US_ASCII);
        for (var blob : List.of(config, layer)) {
            var path = "/v2/%s/blobs/uploads/?digest=%s".formatted(repository, digest(blob));
            created(core.client().post(path, blob, "Content-Type", "application/octet-stream"));
        }
        var manifest = """
            {"schemaVersion":2,"mediaType":"%s",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}\
            """.formatted(TYPE, digest(config), digest(layer), layer.length);
        created(core.client()
                .put(
                        "/v2/" + repository + "/manifests/v1",
                        manifest.getBytes(StandardCharsets.US_ASCII),
                        "Content-Type",
                        TYPE));
    }

    private static String digest(byte[] bytes) {
        return Digest.of(Digest.Algorithm.SHA256, bytes).toString();
    }

    private BerthProcess router(String mode) throws Exception {
        var settings = new HashMap<>(Map.of(
                "HARBOR_USERNAME",
                BerthProcess.USER,
                "BERTH_ROUTER_AUTH_MODE",
                mode,
                "BERTH_ROUTER_PROJECTS",
                "hub type=hosted, ghcr type=hosted"));
        return BerthProcess.startRouter(
                folder.resolve("router-" + mode), core.uri(), settings, HEAP_MEBIBYTES);
    }

    private static String basic(String name) {
        var text = name + ":" + SECRET;
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> get(URI uri, String authorization)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(BerthProcess router, String path, String authorization)
            throws IOException, InterruptedException {
        return get(URI.create(router.uri() + path), authorization);
    }

    private String token(String name, String scope) throws IOException, InterruptedException {
        var uri = URI.create(core.uri() + "/service/token?scope=" + scope);
        var answer = get(uri, basic(name));
        var token = TOKEN.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        assertThat(token.find()).as("a token in the answer").isTrue();
        return "Bearer " + token.group(1);
    }

    @Test
    void with_name_and_password_callers_pull_what_the_core_lets_them() throws Exception {
        try (var router = router("validate")) {
            assertThat(get(router, "/v2/", "").statusCode()).isEqualTo(401);
            assertThat(get(router, PRIVATE, basic("reader")).statusCode()).isEqualTo(200);
            assertThat(get(router, "/v2/proxy/team/app/blobs/" + digest(layer), basic("reader"))
                            .body())
                    .isEqualTo(layer);
            assertThat(get(router, PRIVATE, basic("stranger")).statusCode()).isEqualTo(404);
            assertThat(get(router, PUBLIC, basic("stranger")).statusCode()).isEqualTo(200);
            assertThat(get(router, PUBLIC, basic("nobody")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void with_a_token_of_the_core_callers_pull_what_it_names() throws Exception {
        try (var router = router("validate")) {
            var readers = token("reader", "repository:hub/team/app:pull");
            var strangers = token("stranger", "repository:hub/team/app:pull");

            assertThat(get(router, PRIVATE, readers).statusCode()).isEqualTo(200);
            assertThat(get(router, PUBLIC, readers).statusCode()).isEqualTo(404);
            assertThat(get(router, PRIVATE, strangers).statusCode()).isEqualTo(404);
            assertThat(get(router, PRIVATE, readers + "x").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void without_a_credential_public_projects_are_pulled_from() throws Exception {
        try (var router = router("anonymous")) {
            assertThat(get(router, "/v2/", "").statusCode()).isEqualTo(200);
            assertThat(get(router, PUBLIC, "").statusCode()).isEqualTo(200);
            assertThat(get(router, PRIVATE, "").statusCode()).isEqualTo(404);
            assertThat(get(router, PRIVATE, basic("reader")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void tags_and_explanations_speak_of_the_core() throws Exception {
        try (var router = router("validate")) {
            var tags = text(get(router, "/v2/proxy/team/app/tags/list", basic("reader")));
            var explained = text(get(router.readiness().resolve("/explain?image=team/app:v1"), ""));

            assertThat(tags).isEqualTo("{\"name\":\"proxy/team/app\",\"tags\":[\"v1\"]}");
            assertThat(explained).contains("\"project\":\"hub\"");
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
