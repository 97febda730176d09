package dev.berth.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.RegistryClient;
import dev.berth.app.e2e.RegistryClient.Answer;
import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.Random;

/// `OCI Conformance Test/sha256 blobs` and `/sha512 blobs`.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class BlobConformance {
    private static final String REPOSITORY = "conformance/repo1";
    private static final String OTHER = "conformance/repo2";
    private static final int CHUNK = 1024;
    private static final String[] OCTETS = {"Content-Type", "application/octet-stream"};
    private static final Random RANDOM = new Random(20261121);

    /// The registry under test, logged in.
    abstract RegistryClient registry();

    /// Bytes that nobody pushed before, and their digest.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    private record Blob(byte[] bytes, Digest digest) {
        static Blob random(Algorithm algorithm, int size) {
            var bytes = new byte[size];
            RANDOM.nextBytes(bytes);
            return of(algorithm, bytes);
        }

        static Blob of(Algorithm algorithm, byte[] bytes) {
            return new Blob(bytes, Digest.of(algorithm, bytes));
        }

        byte[] chunk(int index) {
            int from = index * CHUNK;
            return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK));
        }

        String range(int index) {
            int from = index * CHUNK;
            return from + "-" + (Math.min(bytes.length, from + CHUNK) - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_blob_is_unknown(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 16);

        assertThat(registry().get(path(REPOSITORY, blob)).status()).isEqualTo(404);
        assertThat(registry().head(path(REPOSITORY, blob)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void end_4b_a_single_post_pushes_a_blob(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK);

        var answer = registry()
                .post(uploads(REPOSITORY) + "?digest=" + blob.digest(), blob.bytes(), OCTETS);

        assertPushed(answer, blob);
    }

    @ParameterizedTest
    @EnumSource
    void end_4a_and_6_post_then_put_push_a_blob(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK);

        var answer = registry().put(closing(open(), blob), blob.bytes(), OCTETS);

        assertPushed(answer, blob);
    }

    @ParameterizedTest
    @EnumSource
    void end_5_one_chunk_then_an_empty_put_push_a_blob(Algorithm algorithm) {
        var blob = Blob.random(algorithm, CHUNK);

        var answer = registry().put(closing(patched(open(), blob, 0), blob), new byte[0]);

        assertPushed(answer, blob);
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_without_a_length_pushes_a_blob(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK);

        var streamed = registry().stream(open(), blob.bytes());
        assertThat(streamed.status()).isEqualTo(202);
        assertThat(streamed.header("Range")).contains("0-" + (3 * CHUNK - 1));

        assertPushed(registry().put(closing(streamed.location(), blob), new byte[0]), blob);
    }

    @ParameterizedTest
    @EnumSource
    void several_chunks_push_a_blob_and_the_status_follows(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK - 100);
        var location = open();

        for (int i = 0; i < 3; i++) {
            location = patched(location, blob, i);
            var status = registry().get(location);
            assertThat(status.status()).isEqualTo(204);
            assertThat(status.header("Range"))
                    .contains("0-" + (Math.min(blob.bytes().length, (i + 1) * CHUNK) - 1));
        }

        assertPushed(registry().put(closing(location, blob), new byte[0]), blob);
    }

    @ParameterizedTest
    @EnumSource
    void the_last_chunk_may_come_with_the_closing_put(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK - 100);
        var location = patched(patched(open(), blob, 0), blob, 1);

        var answer = registry()
                .put(
                        closing(location, blob),
                        blob.chunk(2),
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Range",
                        blob.range(2));

        assertPushed(answer, blob);
    }

    @ParameterizedTest
    @EnumSource
    void a_chunk_out_of_order_is_refused_and_the_upload_goes_on(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK - 100);
        var opened = open();
        assertThat(patch(opened, blob, 1).status()).isEqualTo(416);
        assertThat(registry().get(opened).header("Range")).contains("0-0");

        var location = patched(opened, blob, 0);
        assertThat(patch(location, blob, 0).status()).isEqualTo(416);
        assertThat(patch(location, blob, 2).status()).isEqualTo(416);
        assertThat(registry().get(location).header("Range")).contains("0-" + (CHUNK - 1));

        location = patched(patched(location, blob, 1), blob, 2);
        assertPushed(registry().put(closing(location, blob), new byte[0]), blob);
    }

    @ParameterizedTest
    @EnumSource
    void a_closing_put_out_of_order_is_refused_and_the_upload_goes_on(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 3 * CHUNK - 100);
        var location = patched(open(), blob, 0);

        var early = registry()
                .put(
                        closing(location, blob),
                        blob.chunk(2),
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Range",
                        blob.range(2));
        assertThat(early.status()).isEqualTo(416);

        location = patched(location, blob, 1);
        var last = registry()
                .put(
                        closing(location, blob),
                        blob.chunk(2),
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Range",
                        blob.range(2));
        assertPushed(last, blob);
    }

    @ParameterizedTest
    @EnumSource
    void end_14_a_cancelled_upload_is_gone(Algorithm algorithm) {
        var blob = Blob.random(algorithm, CHUNK);
        var location = patched(open(), blob, 0);

        assertThat(registry().delete(location).status()).isEqualTo(204);

        assertThat(registry().get(location).status()).isEqualTo(404);
        assertThat(registry().put(closing(location, blob), new byte[0]).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void end_11_a_blob_is_mounted_from_a_named_repository(Algorithm algorithm) {
        var blob = pushed(Blob.random(algorithm, CHUNK));

        var mounted = registry()
                .post(
                        uploads(OTHER) + "?mount=" + blob.digest() + "&from=" + REPOSITORY,
                        new byte[0]);

        assertThat(mounted.status()).isEqualTo(201);
        assertThat(registry().get(mounted.location()).body()).isEqualTo(blob.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void end_11_a_blob_is_mounted_from_wherever_it_is(Algorithm algorithm) {
        var blob = pushed(Blob.random(algorithm, CHUNK));

        var mounted = registry().post(uploads(OTHER) + "?mount=" + blob.digest(), new byte[0]);

        assertThat(mounted.status()).isEqualTo(201);
        assertThat(registry().get(mounted.location()).body()).isEqualTo(blob.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void a_mount_of_a_missing_blob_opens_an_upload(Algorithm algorithm) {
        var blob = Blob.random(algorithm, CHUNK);

        var opened = registry()
                .post(
                        uploads(OTHER) + "?mount=" + blob.digest() + "&from=" + REPOSITORY,
                        new byte[0]);

        assertThat(opened.status()).isEqualTo(202);
        assertThat(registry()
                        .put(closing(opened.location(), blob), blob.bytes())
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource
    void a_deleted_blob_is_gone_at_once_and_lives_on_elsewhere(Algorithm algorithm) {
        var blob = pushed(Blob.random(algorithm, CHUNK));
        registry()
                .post(
                        uploads(OTHER) + "?mount=" + blob.digest() + "&from=" + REPOSITORY,
                        new byte[0]);

        assertThat(registry().delete(path(REPOSITORY, blob)).status()).isEqualTo(202);

        assertThat(registry().head(path(REPOSITORY, blob)).status()).isEqualTo(404);
        assertThat(registry().get(path(REPOSITORY, blob)).status()).isEqualTo(404);
        assertThat(registry().get(path(OTHER, blob)).body()).isEqualTo(blob.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "500-1499, 500, 1499",
        "500-, 500, 3071",
        "-500, 2572, 3071",
        "2000-5000, 2000, 3071",
        "0-0, 0, 0"
    })
    void a_range_of_a_blob_is_served(String range, int first, int last) {
        for (var algorithm : Algorithm.values()) {
            var blob = pushed(Blob.random(algorithm, 3 * CHUNK));

            var answer = registry().get(path(REPOSITORY, blob), "Range", "bytes=" + range);

            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.header("Content-Range"))
                    .contains("bytes %d-%d/%d".formatted(first, last, 3 * CHUNK));
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(blob.bytes(), first, last + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"500-0", "5000-10000"})
    void a_range_that_cannot_be_is_refused(String range) {
        for (var algorithm : Algorithm.values()) {
            var blob = pushed(Blob.random(algorithm, 3 * CHUNK));

            var answer = registry().get(path(REPOSITORY, blob), "Range", "bytes=" + range);

            assertThat(answer.status()).isEqualTo(416);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_empty_blob_can_be_pushed(Algorithm algorithm) {
        var blob = Blob.of(algorithm, new byte[0]);

        assertPushed(registry().put(closing(open(), blob), blob.bytes(), OCTETS), blob);
        assertThat(registry().head(path(REPOSITORY, blob)).header("Content-Length"))
                .contains("0");
    }

    @ParameterizedTest
    @EnumSource
    void the_empty_json_can_be_pushed(Algorithm algorithm) {
        var blob = Blob.of(algorithm, new byte[] {'{', '}'});

        assertPushed(registry().put(closing(open(), blob), blob.bytes(), OCTETS), blob);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_digest_is_refused_however_the_bytes_came(Algorithm algorithm) {
        var blob = Blob.random(algorithm, 2 * CHUNK);
        var wrong = new Blob(blob.bytes(), Digest.of(algorithm, new byte[] {1}));

        var single = uploads(REPOSITORY) + "?digest=" + wrong.digest();
        assertThat(registry().post(single, wrong.bytes(), OCTETS).status()).isEqualTo(400);
        assertThat(registry().put(closing(open(), wrong), wrong.bytes(), OCTETS).status())
                .isEqualTo(400);
        var chunked = patched(patched(open(), wrong, 0), wrong, 1);
        assertThat(registry().put(closing(chunked, wrong), new byte[0]).status())
                .isEqualTo(400);
        var withPut = patched(open(), wrong, 0);
        var last = registry()
                .put(closing(withPut, wrong), wrong.chunk(1), "Content-Range", wrong.range(1));
        assertThat(last.status()).isEqualTo(400);
        var streamed = registry().stream(open(), wrong.bytes());
        assertThat(streamed.status()).isEqualTo(202);
        assertThat(registry()
                        .put(closing(streamed.location(), wrong), new byte[0])
                        .status())
                .isEqualTo(400);
        assertThat(registry().head(path(REPOSITORY, wrong)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void end_4c_the_closing_algorithm_can_be_announced(Algorithm algorithm) {
        var blob = Blob.random(algorithm, CHUNK);
        var hint = "?digest-algorithm=" + algorithm.wireName();
        var opened = registry().post(uploads(REPOSITORY) + hint, new byte[0]);
        assertThat(opened.status()).isEqualTo(202);

        assertPushed(registry().put(closing(opened.location(), blob), blob.bytes()), blob);
    }

    private Blob pushed(Blob blob) {
        var answer = registry().put(closing(open(), blob), blob.bytes(), OCTETS);
        assertThat(answer.status()).isEqualTo(201);
        return blob;
    }

    private void assertPushed(Answer answer, Blob blob) {
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(201);
        assertThat(answer.header("Docker-Content-Digest"))
                .contains(blob.digest().toString());
        var read = registry().get(answer.location());
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(blob.bytes());
        assertThat(read.header("Docker-Content-Digest")).contains(blob.digest().toString());
        var head = registry().head(answer.location());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).contains(Integer.toString(blob.bytes().length));
        assertThat(head.header("Docker-Content-Digest")).contains(blob.digest().toString());
    }

    private String open() {
        var answer = registry().post(uploads(REPOSITORY), new byte[0]);
        assertThat(answer.status()).isEqualTo(202);
        return answer.location();
    }

    private Answer patch(String location, Blob blob, int chunk) {
        return registry()
                .patch(
                        location,
                        blob.chunk(chunk),
                        "Content-Type",
                        "application/octet-stream",
                        "Content-Range",
                        blob.range(chunk));
    }

    private String patched(String location, Blob blob, int chunk) {
        var answer = patch(location, blob, chunk);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Range")).contains("0-" + blob.range(chunk).split("-", 2)[1]);
        return answer.location();
    }

    private static String closing(String location, Blob blob) {
        return location + (location.contains("?") ? "&" : "?") + "digest=" + blob.digest();
    }

    private static String uploads(String repository) {
        return "/v2/" + repository + "/blobs/uploads/";
    }

    private static String path(String repository, Blob blob) {
        return "/v2/" + repository + "/blobs/" + blob.digest();
    }
}
