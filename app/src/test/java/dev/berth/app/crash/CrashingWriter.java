package dev.berth.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.RegistryClient;
import dev.berth.app.e2e.RegistryClient.Answer;
import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Pushes, mounts, moves, reads and deletes in one repository until the registry dies under it,
/// and leaves an upload open meanwhile.
final class CrashingWriter {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int TAGS = 12;
    private static final int BLOB_BYTES_MAX = 200_000;

    private final String repository;
    private final SplittableRandom random;
    private final Expectations expectations = new Expectations();
    private Optional<OpenUpload> upload = Optional.empty();
    private int acknowledged;

    CrashingWriter(String repository, SplittableRandom random) {
        this.repository = repository;
        this.random = random;
    }

    /// How many manifests and deletes were acknowledged in all rounds.
    int acknowledged() {
        return acknowledged;
    }

    /// Works until a request fails because nobody answers.
    void writeUntilItDies(RegistryClient registry) {
        try {
            while (true) {
                switch (random.nextInt(12)) {
                    case 0 -> deleteTag(registry);
                    case 1 -> deleteManifest(registry);
                    case 2 -> leaveUploadOpen(registry);
                    case 3, 4 -> readBack(registry);
                    default -> pushImage(registry);
                }
            }
        } catch (UncheckedIOException e) {
            // The process was killed: what was under way is in doubt, as noted before the request.
        }
    }

    private void pushImage(RegistryClient registry) {
        var descriptors = new ArrayList<String>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            descriptors.add(pushBlob(registry));
        }
        var json = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                        MANIFEST,
                        descriptors.getFirst(),
                        descriptors.stream().skip(1).collect(Collectors.joining(",")));
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var digest = Digest.of(Algorithm.SHA256, bytes);
        var tag = tag();
        expectations.manifest(digest, bytes);
        expectations.attempt(tag, Optional.of(digest));
        var answer = registry.put(manifestPath(tag), bytes, "Content-Type", MANIFEST);
        assertAnswer(answer, 201);
        expectations.acknowledged(tag, Optional.of(digest));
        acknowledged++;
    }

    private String pushBlob(RegistryClient registry) {
        var bytes = new byte[random.nextInt(1, BLOB_BYTES_MAX)];
        random.nextBytes(bytes);
        var digest = Digest.of(Algorithm.SHA256, bytes);
        var uploads = "/v2/" + repository + "/blobs/uploads/";
        switch (random.nextInt(4)) {
            case 0 -> assertAnswer(registry.post(uploads + "?digest=" + digest, bytes), 201);
            case 1 -> {
                var opened = assertAnswer(registry.post(uploads, new byte[0]), 202);
                var closing = opened.location() + "?digest=" + digest;
                assertAnswer(registry.put(closing, bytes), 201);
            }
            case 2 -> {
                var source = repository + "-source";
                var there = "/v2/" + source + "/blobs/uploads/?digest=" + digest;
                assertAnswer(registry.post(there, bytes), 201);
                var mount = uploads + "?mount=" + digest + "&from=" + source;
                assertAnswer(registry.post(mount, new byte[0]), 201);
            }
            default -> {
                var opened = assertAnswer(registry.post(uploads, new byte[0]), 202);
                var chunk = assertAnswer(registry.patch(opened.location(), bytes), 202);
                var closing = chunk.location() + "?digest=" + digest;
                assertAnswer(registry.put(closing, new byte[0]), 201);
            }
        }
        expectations.acknowledgedBlob(digest);
        return "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(digest, bytes.length);
    }

    private void deleteTag(RegistryClient registry) {
        var tag = tag();
        expectations.attempt(tag, Optional.empty());
        var answer = registry.delete(manifestPath(tag));
        assertThat(answer.status()).describedAs(answer.text()).isIn(202, 404);
        expectations.acknowledged(tag, Optional.empty());
        acknowledged++;
    }

    private void deleteManifest(RegistryClient registry) {
        var tag = tag();
        var digest = expectations.certain(tag);
        if (digest.isEmpty()) {
            return;
        }
        expectations.attempt(tag, Optional.empty());
        assertAnswer(registry.delete(manifestPath(digest.get().toString())), 202);
        expectations.acknowledged(tag, Optional.empty());
        acknowledged++;
    }

    private void leaveUploadOpen(RegistryClient registry) {
        if (upload.isPresent()) {
            return;
        }
        var bytes = new byte[random.nextInt(2, BLOB_BYTES_MAX)];
        random.nextBytes(bytes);
        var uploads = "/v2/" + repository + "/blobs/uploads/";
        var opened = assertAnswer(registry.post(uploads, new byte[0]), 202);
        upload = Optional.of(new OpenUpload(opened.location(), bytes));
        upload.get().send(registry, random.nextInt(1, bytes.length));
    }

    private void readBack(RegistryClient registry) {
        var tag = tag();
        expectations.certain(tag).ifPresent(digest -> {
            var answer = assertAnswer(registry.get(manifestPath(tag)), 200);
            assertThat(answer.body()).isEqualTo(expectations.bytes(digest));
            blobsOf(answer).forEach(blob -> assertBlob(registry, blob));
        });
    }

    /// After the restart: every tag is what was acknowledged, and what it names is whole; so is
    /// every
    /// blob that was acknowledged, and the upload that was open goes on.
    void check(RegistryClient registry) {
        expectations.tags().forEach((tag, allowed) -> {
            var answer = registry.get(manifestPath(tag));
            var found = found(answer);
            assertThat(allowed)
                    .describedAs("tag %s of %s: %s", tag, repository, answer.text())
                    .contains(found);
            found.ifPresent(digest -> {
                assertThat(answer.body()).isEqualTo(expectations.bytes(digest));
                blobsOf(answer).forEach(blob -> assertBlob(registry, blob));
            });
            expectations.found(tag, found);
        });
        upload.flatMap(open -> open.finish(registry)).ifPresent(expectations::acknowledgedBlob);
        upload = Optional.empty();
        expectations.takeBlobs().forEach(blob -> assertBlob(registry, blob));
    }

    private void assertBlob(RegistryClient registry, Digest digest) {
        var answer = assertAnswer(registry.get("/v2/" + repository + "/blobs/" + digest), 200);
        assertThat(Digest.of(Algorithm.SHA256, answer.body())).isEqualTo(digest);
    }

    private static Optional<Digest> found(Answer answer) {
        return switch (answer.status()) {
            case 200 -> answer.header("Docker-Content-Digest").map(Digest::parse);
            case 404 -> Optional.empty();
            default -> throw new AssertionError(answer.status() + " " + answer.text());
        };
    }

    private static List<Digest> blobsOf(Answer manifest) {
        return DIGEST.matcher(manifest.text())
                .results()
                .map(found -> Digest.parse(found.group()))
                .toList();
    }

    private String tag() {
        return "t" + random.nextInt(TAGS);
    }

    private String manifestPath(String reference) {
        return "/v2/" + repository + "/manifests/" + reference;
    }

    private static Answer assertAnswer(Answer answer, int status) {
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(status);
        return answer;
    }
}
