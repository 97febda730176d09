package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.testing.RunningCore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What clients read in the heads of answers, and what the conformance suite does not ask.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class V2AnswersTest {
    private static final String DIGEST_FIELD = "Docker-Content-Digest";

    private Optional<RunningCore> running = Optional.empty();
    private Optional<MatrixContent> content = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        running = Optional.of(RunningCore.start(folder, Map.of()));
        content = Optional.of(new MatrixContent(running.get()));
    }

    @AfterAll
    void stop() throws IOException {
        if (running.isPresent()) {
            running.get().close();
        }
    }

    private MatrixContent content() {
        return content.orElseThrow();
    }

    /// As the administrator.
    private HttpResponse<String> ask(String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return running.orElseThrow()
                .send(
                        method,
                        path,
                        body,
                        "Content-Type",
                        path.contains("/manifests/")
                                ? MatrixContent.MANIFEST_TYPE
                                : "application/octet-stream",
                        "Authorization",
                        basic(ADMINISTRATOR, PASSWORD));
    }

    private HttpResponse<String> askWith(String name, String value, String method, String path)
            throws IOException, InterruptedException {
        return running.orElseThrow()
                .send(
                        method,
                        path,
                        new byte[0],
                        name,
                        value,
                        "Authorization",
                        basic(ADMINISTRATOR, PASSWORD));
    }

    private HttpResponse<String> ask(String method, String path)
            throws IOException, InterruptedException {
        return ask(method, path, new byte[0]);
    }

    private static Optional<String> field(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifests/tags",
                "team/blobs/uploads",
                "team/tags/list",
                "team/referrers/manifests",
                "v2/v2",
                "a/b/c/d/e/f"
            })
    void a_name_may_have_the_words_of_the_api_in_it(String name) throws Exception {
        var digest = content().manifest(name);
        var base = "/v2/" + name;

        assertThat(ask("GET", base + "/manifests/" + digest).statusCode()).isEqualTo(200);
        assertThat(ask("GET", base + "/tags/list").body())
                .isEqualTo("{\"name\":\"%s\",\"tags\":[\"%s\"]}"
                        .formatted(name, MatrixContent.tag(digest)));
        assertThat(ask("GET", base + "/referrers/" + digest).statusCode()).isEqualTo(200);
        assertThat(ask("DELETE", content().upload(name)).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /v2/",
        "GET,    /v2/_catalog",
        "GET,    /v2/nowhere/tags/list",
        "GET,    /v2/NOT-A-NAME/tags/list",
        "GET,    /v2/nowhere/nothing",
        "DELETE, /v2/",
        "GET,    /v2/nowhere/blobs/sha256:0",
    })
    void every_answer_names_the_version_and_the_request(String method, String path)
            throws Exception {
        var mine = ask(method, path);
        var nobodys = running.orElseThrow().send(method, path);

        for (var answer : new HttpResponse<?>[] {mine, nobodys}) {
            assertThat(field(answer, "Docker-Distribution-API-Version")).contains("registry/2.0");
            assertThat(field(answer, "X-Request-Id")).isPresent();
        }
    }

    @Test
    void every_success_with_content_names_its_digest_and_places_are_relative() throws Exception {
        var bytes = content().newBytes();
        var digest = MatrixContent.digest(bytes);
        var uploads = "/v2/library/heads/blobs/uploads/";
        var blob = "/v2/library/heads/blobs/" + digest;

        var posted = ask("POST", uploads + "?digest=" + digest, bytes);
        var put = ask("PUT", content().upload("library/heads") + "?digest=" + digest, bytes);
        var mounted =
                ask("POST", "/v2/library/b/blobs/uploads/?from=library/heads&mount=" + digest);
        var image = MatrixContent.manifestOf(digest, digest);
        var manifest = MatrixContent.digest(image);
        var pushed = ask("PUT", "/v2/library/heads/manifests/v1", image);

        for (var created : new HttpResponse<?>[] {posted, put, mounted, pushed}) {
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(field(created, "Location").orElseThrow()).startsWith("/v2/library/");
        }
        assertThat(field(ask("POST", uploads), "Location").orElseThrow()).startsWith(uploads);
        assertThat(field(posted, DIGEST_FIELD)).contains(digest);
        assertThat(field(put, DIGEST_FIELD)).contains(digest);
        assertThat(field(mounted, DIGEST_FIELD)).contains(digest);
        assertThat(field(pushed, DIGEST_FIELD)).contains(manifest);
        for (var method : new String[] {"GET", "HEAD"}) {
            assertThat(field(ask(method, blob), DIGEST_FIELD)).contains(digest);
            assertThat(field(ask(method, "/v2/library/heads/manifests/v1"), DIGEST_FIELD))
                    .contains(manifest);
        }
        assertThat(field(ask("GET", "/v2/_catalog?n=1"), "Link").orElseThrow())
                .startsWith("</v2/_catalog?");
    }

    @Test
    void what_a_digest_names_may_be_kept_for_ever_and_a_tag_may_not() throws Exception {
        var digest = content().manifest("kept/app");
        var blob = content().blob("kept/app");
        var immutable = "private, max-age=31536000, immutable";

        for (var path : new String[] {"manifests/" + digest, "blobs/" + blob}) {
            var answer = ask("GET", "/v2/kept/app/" + path);

            assertThat(field(answer, "Cache-Control")).contains(immutable);
            assertThat(field(answer, "Accept-Ranges")).contains("bytes");
            assertThat(field(answer, "ETag"))
                    .contains('"' + path.substring(path.indexOf('/') + 1) + '"');
            assertThat(field(answer, "Content-Encoding")).isEmpty();
        }
        var byTag = ask("GET", "/v2/kept/app/manifests/" + MatrixContent.tag(digest));
        assertThat(field(byTag, "Cache-Control").filter(text -> text.contains("immutable")))
                .isEmpty();
        assertThat(field(byTag, "ETag")).contains('"' + digest + '"');
    }

    @Test
    void what_a_client_has_is_not_sent_again_until_its_tag_moves() throws Exception {
        var first = content().manifest("had/app");
        var blob = content().blob("had/app");
        var tag = "manifests/" + MatrixContent.tag(first);

        for (var method : new String[] {"GET", "HEAD"}) {
            for (var path : new String[] {tag, "manifests/" + first, "blobs/" + blob}) {
                var known = '"' + (path.startsWith("blobs/") ? blob : first) + '"';
                var answer = askWith("If-None-Match", known, method, "/v2/had/app/" + path);

                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(304);
                assertThat(answer.body()).isEmpty();
                assertThat(field(answer, "ETag")).contains(known);
            }
        }
        var moved = MatrixContent.manifestOf(blob, blob);
        assertThat(ask("PUT", "/v2/had/app/" + tag, moved).statusCode()).isEqualTo(201);
        assertThat(askWith("If-None-Match", '"' + first + '"', "GET", "/v2/had/app/" + tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void several_ranges_of_a_blob_are_sent_as_parts() throws Exception {
        var blob = content().blob("parts/app");
        var path = "/v2/parts/app/blobs/" + blob;
        var whole = ask("GET", path).body();

        var answer = askWith("Range", "bytes=0-1,4-5", "GET", path);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(field(answer, "Content-Type").orElseThrow()).startsWith("multipart/byteranges");
        assertThat(answer.body())
                .containsSubsequence(
                        "bytes 0-1/" + whole.length(),
                        whole.substring(0, 2),
                        "bytes 4-5/" + whole.length(),
                        whole.substring(4, 6));
    }

    @Test
    void a_mirrors_client_is_told_again_which_registry_it_meant() throws Exception {
        var digest = content().manifest("mirror/app");
        var blob = content().blob("mirror/app");

        for (var path : new String[] {
            "manifests/" + digest, "blobs/" + blob, "referrers/" + digest, "tags/list"
        }) {
            for (var method : new String[] {"GET", "HEAD"}) {
                var answer = ask(method, "/v2/mirror/app/" + path + "?ns=docker.io");

                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(field(answer, "OCI-Namespace")).as(path).contains("docker.io");
            }
        }
    }
}
