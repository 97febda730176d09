package dev.berth.router.http;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.ProjectRegistry.Sent;
import dev.berth.router.upstream.Reply;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has whole blobs asked of Harbor once for all clients that want them before Harbor answers.
///
/// How it works: a layer that Harbor has no copy of takes long to begin, and Harbor fetches it once
/// for everybody who asks. Who comes while it is being opened waits for that answer, and all of
/// them read it together ([SharedBlob]). Who is alone gets it as it is, with nothing in between;
/// and so does everybody where the answer began at once, as passing a layer on within the kernel
/// costs less than sharing it. Ranges and conditions go their own ways.
///
/// - At most [#SHARED_MAX] blobs are read together at one time; beyond that everybody asks alone.
/// - Thread-safe.
final class CoalesceBlobs {
    static final int SHARED_MAX = 32;

    /// An answer that began sooner came from what Harbor has; one from elsewhere takes longer.
    private static final Duration COLD_FROM = Duration.ofMillis(20);

    private final ProjectRegistry registry;
    private final Duration wait;
    private final Runnable joined;
    private final ConcurrentMap<Key, Opening> openings = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(SHARED_MAX);

    /// @param wait for an answer, and within one
    /// @param joined told of each client that waits for the answer to another
    CoalesceBlobs(ProjectRegistry registry, Duration wait, Runnable joined) {
        this.registry = registry;
        this.wait = wait;
        this.joined = joined;
    }

    private record Key(Project project, RepositoryName image, Digest digest) {}

    /// What came of opening a blob.
    sealed interface Opened {
        /// For this client only.
        record Alone(Sent sent) implements Opened {}

        /// Status 200, for several.
        ///
        /// @param head of which the fields are taken; its body is read by somebody else
        record Together(Reply head, long length, InputStream body) implements Opened {}
    }

    /// A blob that is being opened.
    private static final class Opening {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private int followers;
        private boolean sealed;

        synchronized boolean join() {
            if (!sealed) {
                followers++;
            }
            return !sealed;
        }

        /// Nobody joins any more; how many have.
        synchronized int seal() {
            sealed = true;
            return followers;
        }
    }

    private sealed interface Outcome {
        record Shared(Reply head, long length, SharedBlob blob) implements Outcome {}

        /// 404, or not known: the same for all.
        record Nothing(Sent sent) implements Outcome {}

        /// Each for itself.
        record Unshared() implements Outcome {}
    }

    /// Opens a whole blob at a project.
    Opened open(Project project, RepositoryName image, Digest digest) throws InterruptedException {
        var key = new Key(project, image, digest);
        var own = new Opening();
        var opening = openings.putIfAbsent(key, own);
        if (opening == null) {
            return lead(key, own);
        }
        return opening.join() ? follow(key, opening) : new Opened.Alone(ask(key, Headers.NONE));
    }

    private Sent ask(Key key, Headers fields) throws InterruptedException {
        var target = "/v2/" + key.project().repository(key.image()) + "/blobs/" + key.digest();
        return registry.stream(key.project(), Method.GET, target, fields);
    }

    private Opened lead(Key key, Opening opening) throws InterruptedException {
        Outcome outcome = new Outcome.Unshared();
        try {
            long began = System.nanoTime();
            var sent = ask(key, Headers.NONE);
            boolean isCold = System.nanoTime() - began >= COLD_FROM.toNanos();
            int followers = seal(key, opening);
            var blob = isCold && followers > 0
                    ? share(sent, followers)
                    : Optional.<Outcome.Shared>empty();
            if (blob.isPresent()) {
                outcome = blob.get();
                return together(key, blob.get());
            }
            if (!(sent instanceof Sent.Answered)) {
                outcome = new Outcome.Nothing(sent);
            }
            return new Opened.Alone(sent);
        } finally {
            seal(key, opening);
            opening.outcome.complete(outcome);
        }
    }

    private int seal(Key key, Opening opening) {
        openings.remove(key, opening);
        return opening.seal();
    }

    /// Empty if the answer cannot be shared, or too many are.
    private Optional<Outcome.Shared> share(Sent sent, int followers) {
        if (!(sent instanceof Sent.Answered(var reply))
                || reply.status() != 200
                || reply.length().isEmpty()
                || !free.tryAcquire()) {
            return Optional.empty();
        }
        long length = reply.length().getAsLong();
        var blob = new SharedBlob(reply, length, followers + 1, wait, free::release);
        blob.start();
        return Optional.of(new Outcome.Shared(reply, length, blob));
    }

    private Opened follow(Key key, Opening opening) throws InterruptedException {
        joined.run();
        try {
            var outcome = opening.outcome.get(2 * wait.toNanos(), TimeUnit.NANOSECONDS);
            return switch (outcome) {
                case Outcome.Shared shared -> together(key, shared);
                case Outcome.Nothing(var sent) -> new Opened.Alone(sent);
                case Outcome.Unshared _ -> new Opened.Alone(ask(key, Headers.NONE));
            };
        } catch (TimeoutException e) {
            return new Opened.Alone(ask(key, Headers.NONE));
        } catch (ExecutionException e) {
            throw new IllegalStateException("an opening failed", e.getCause());
        }
    }

    private Opened together(Key key, Outcome.Shared shared) throws InterruptedException {
        var reader = shared.blob().reader(offset -> rest(key, offset));
        return reader.isPresent()
                ? new Opened.Together(shared.head(), shared.length(), reader.get())
                : new Opened.Alone(ask(key, Headers.NONE));
    }

    private static void skip(Reply reply, long bytes) throws IOException {
        try {
            reply.body().skipNBytes(bytes);
        } catch (IOException e) {
            reply.close();
            throw e;
        }
    }

    /// The blob from `offset` on; a project that knows no ranges sends it from the beginning.
    private InputStream rest(Key key, long offset) throws IOException {
        try {
            var sent = ask(key, Headers.of("Range", "bytes=" + offset + "-"));
            if (!(sent instanceof Sent.Answered(var reply))) {
                throw new IOException("the rest of a blob cannot be had");
            }
            boolean isRest = reply.status() == 206
                    && reply.header("Content-Range").orElse("").startsWith("bytes " + offset + "-");
            if (!isRest && reply.status() != 200) {
                reply.close();
                throw new IOException("the rest of a blob was answered " + reply.status());
            }
            if (!isRest) {
                skip(reply, offset);
            }
            return reply.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
