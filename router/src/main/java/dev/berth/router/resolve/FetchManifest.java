package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.ManifestStore.Content;
import dev.berth.router.resolve.ProjectRegistry.Sent;
import dev.berth.router.resolve.Trouble.Kind;
import dev.berth.router.upstream.Reply;
import dev.berth.router.upstream.UpstreamException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.function.Consumer;

/// Reads a manifest from the project that has it, and lets it in if its bytes have the digest.
final class FetchManifest {
    private static final Logger log = LoggerFactory.getLogger(FetchManifest.class);

    /// What registries have to take at least (distribution-spec, "Pushing manifests").
    private static final int MANIFEST_BYTES_MAX = 4 * 1024 * 1024;

    private final ProjectRegistry registry;
    private final ManifestStore store;
    private final RouterMetrics metrics;

    FetchManifest(ProjectRegistry registry, ManifestStore store, RouterMetrics metrics) {
        this.registry = registry;
        this.store = store;
        this.metrics = metrics;
    }

    /// What came of it.
    sealed interface Fetched {
        record Manifest(Digest digest, Content content) implements Fetched {}

        record Gone() implements Fetched {}

        record Unclear(Trouble trouble) implements Fetched {}
    }

    /// @param arrived told of the manifest while there is room on the heap for what it makes of it
    Fetched fetch(Project project, Question.OfManifest question, Consumer<Content> arrived)
            throws InterruptedException {
        return switch (registry.fetch(project, question)) {
            case Sent.Absent _ -> new Fetched.Gone();
            case Sent.Unclear(var trouble) -> new Fetched.Unclear(trouble);
            case Sent.Answered(var reply) -> {
                try (reply) {
                    yield read(project, question, reply, arrived);
                }
            }
        };
    }

    private Fetched read(
            Project project, Question.OfManifest question, Reply reply, Consumer<Content> arrived) {
        if (reply.status() != 200) {
            return new Fetched.Unclear(Trouble.of(Kind.INVALID));
        }
        try {
            var fetched = verified(project, question, reply, reply.bytes(MANIFEST_BYTES_MAX));
            if (fetched instanceof Fetched.Manifest(var _, var content)) {
                arrived.accept(content);
            }
            return fetched;
        } catch (UpstreamException e) {
            log.atWarn()
                    .addKeyValue("project", project.name())
                    .addKeyValue("image", question.image())
                    .addKeyValue("error", e.getMessage())
                    .log("a manifest could not be read");
            return new Fetched.Unclear(Trouble.of(kind(e)));
        }
    }

    private static Kind kind(UpstreamException failure) {
        return switch (failure.reason()) {
            case TIMEOUT -> Kind.TIMEOUT;
            case BUSY -> Kind.HELD_BACK;
            case CONNECT, BROKEN -> Kind.INVALID;
        };
    }

    /// A digest was asked for: the bytes must have it. A tag: they must have the one that Harbor
    /// names, if it names one.
    private Fetched verified(
            Project project, Question.OfManifest question, Reply reply, byte[] bytes) {
        var named = question.reference() instanceof Reference.Digested(var digest)
                ? Optional.of(digest)
                : ProjectRegistry.digest(reply);
        var algorithm = named.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256);
        var actual = Digest.of(algorithm, bytes);
        if (named.isPresent() && !named.get().equals(actual)) {
            metrics.quarantined();
            log.atError()
                    .addKeyValue("project", project.name())
                    .addKeyValue("image", question.image())
                    .addKeyValue("digest", named.get())
                    .addKeyValue("actual", actual)
                    .log("a manifest has another digest than it should; not served");
            return new Fetched.Unclear(Trouble.of(Kind.INVALID));
        }
        var type = reply.header("Content-Type").orElse("application/octet-stream");
        var content = new Content(type, bytes);
        store.put(actual, content);
        return new Fetched.Manifest(actual, content);
    }
}
