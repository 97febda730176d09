package dev.berth.storage.simulated;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a driver for an object store works, in small.
///
/// *How it works.* An upload is a chain of state objects `uploads/<id>/state/<n>`, each put
/// once; the last one counts, and is found by asking for n = 1, 2, 4, … and then between. A
/// state names the objects with the bytes: parts, and a tail that does not fill a part. An
/// append puts these under new keys, then the next state; who loses the race for it fails. A
/// commit copies the only object to the digest's key, or copies all into a multipart upload
/// of that key, which appears when it is completed; nothing passes this machine. Every step
/// may be repeated, and the first state goes last, so a crash leaves work, not wrong bytes.
/// What a torn append leaves behind, no state names: a real store drops it by a rule on the
/// age of keys below `uploads/`.
final class ObjectStoreBlobStore implements BlobStore {
    private static final int ATTEMPTS_MAX = 12;
    private static final String FIRST = "";

    private final SimulatedObjectStore objects;

    ObjectStoreBlobStore(SimulatedObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public OptionalLong size(Digest digest) throws IOException {
        return retried(() -> objects.head(blob(digest)));
    }

    @Override
    public Optional<BlobBytes> find(Digest digest) throws IOException {
        var size = size(digest);
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(new BlobBytes.Remote(
                        size.getAsLong(), (offset, length) -> read(digest, offset, length)));
    }

    private InputStream read(Digest digest, long offset, long length) throws IOException {
        byte[] bytes = retried(() -> objects.get(blob(digest)))
                .orElseThrow(() -> new OciException(new OciError.BlobUnknown(digest)));
        return new ByteArrayInputStream(bytes, Math.toIntExact(offset), Math.toIntExact(length));
    }

    @Override
    public Optional<URI> redirect(Digest digest, Duration validity) {
        return Optional.of(URI.create(
                "https://objects.invalid/" + blob(digest) + "?expires=" + validity.toSeconds()));
    }

    @Override
    public void stage(UploadId id) throws IOException {
        if (!putNew(state(id, 0), UploadState.EMPTY.render())) {
            throw new IOException("upload " + id + " is already staged");
        }
    }

    @Override
    public OptionalLong staged(UploadId id) throws IOException {
        var state = find(id);
        return state.isPresent() ? OptionalLong.of(state.get().size()) : OptionalLong.empty();
    }

    @Override
    public Appender append(UploadId id, long offset) throws IOException {
        var state = require(id);
        if (state.size() != offset) {
            throw new IOException(
                    "upload " + id + " has " + state.size() + " bytes, not " + offset);
        }
        byte[] tail = state.tail().isEmpty() ? new byte[0] : bytes(state.tail());
        return new PartAppender(id, state, tail);
    }

    @Override
    public InputStream openStaged(UploadId id) throws IOException {
        var staged = new ByteArrayOutputStream();
        for (String key : require(id).keys()) {
            staged.write(bytes(key));
        }
        return new ByteArrayInputStream(staged.toByteArray());
    }

    @Override
    public void commit(UploadId id, Digest digest) throws IOException {
        var found = find(id);
        boolean exists = size(digest).isPresent();
        if (found.isEmpty() && !exists) {
            throw new NoSuchFileException("upload " + id);
        }
        if (found.isPresent()) {
            if (!exists) {
                publish(found.get().keys(), digest);
            }
            drop(id, found.get());
        }
    }

    private void publish(List<String> keys, Digest digest) throws IOException {
        if (keys.isEmpty()) {
            putNew(blob(digest), new byte[0]);
        } else if (keys.size() == 1) {
            retried(() -> objects.copy(keys.getFirst(), blob(digest)));
        } else {
            var multipart = retried(() -> objects.createMultipart(blob(digest)));
            for (int i = 0; i < keys.size(); i++) {
                int index = i;
                retried(() -> objects.copyPart(multipart, index + 1, keys.get(index)));
            }
            retried(() -> objects.completeMultipart(multipart, blob(digest), keys.size()));
        }
    }

    @Override
    public void abort(UploadId id) throws IOException {
        var state = find(id);
        if (state.isPresent()) {
            drop(id, state.get());
        }
    }

    /// Drops what the last state names while there is that state, and the first state last:
    /// what is left of a half-done drop can be dropped again.
    private void drop(UploadId id, UploadState state) throws IOException {
        for (String key : state.keys()) {
            discard(key);
        }
        for (int number = state.number(); number >= 0; number--) {
            discard(state(id, number));
        }
    }

    private void discard(String key) throws IOException {
        var _ = retried(() -> objects.delete(key));
    }

    @Override
    public void visitStaged(Visitor<StagedUpload> visitor) throws IOException {
        var last = FIRST;
        while (true) {
            var from = last;
            var keys = retried(() -> objects.list("uploads/", from));
            if (keys.isEmpty()) {
                return;
            }
            var id = UploadId.parse(keys.getFirst().split("/", -1)[1]);
            var state = find(id);
            if (state.isPresent()
                    && !visitor.visit(new StagedUpload(id, state.get().size(), Instant.EPOCH))) {
                return;
            }
            // '~' sorts behind everything that follows an id.
            last = "uploads/" + id + "/~";
        }
    }

    @Override
    public boolean delete(Digest digest) throws IOException {
        return retried(() -> objects.delete(blob(digest)));
    }

    @Override
    public void visitDeleted(Visitor<Digest> visitor) {
        // Nothing is kept: to delete an object is one request, however large it is.
    }

    @Override
    public void free(Digest digest) {
        // Nothing is kept.
    }

    @Override
    public void restore(Digest digest) {
        // Nothing is kept.
    }

    @Override
    public void quarantine(Digest digest) throws IOException {
        if (size(digest).isPresent()) {
            retried(() -> objects.copy(blob(digest), "quarantine/" + digest.encoded()));
            var _ = delete(digest);
        }
    }

    @Override
    public List<StoredBlob> blobsAfter(Optional<Digest> after, int limit) throws IOException {
        var blobs = new ArrayList<StoredBlob>();
        var last = after.map(ObjectStoreBlobStore::blob).orElse(FIRST);
        while (blobs.size() < limit) {
            var from = last;
            var keys = retried(() -> objects.list("blobs/", from));
            if (keys.isEmpty()) {
                return blobs;
            }
            for (String key : keys) {
                var digest = Digest.parse(key.substring("blobs/".length()).replace('/', ':'));
                var size = size(digest);
                if (size.isPresent() && blobs.size() < limit) {
                    blobs.add(new StoredBlob(digest, size.getAsLong()));
                }
            }
            last = keys.getLast();
        }
        return blobs;
    }

    @Override
    public void check() throws IOException {
        var key = "check/" + UploadId.random();
        if (!putNew(key, new byte[1]) || !retried(() -> objects.delete(key))) {
            throw new IOException("the object store does not keep what is put");
        }
    }

    @Override
    public void close() {
        // A real driver closes its client.
    }

    private UploadState require(UploadId id) throws IOException {
        return find(id).orElseThrow(() -> new NoSuchFileException("upload " + id));
    }

    /// The last state: the one after which none follows.
    private Optional<UploadState> find(UploadId id) throws IOException {
        if (!exists(id, 0)) {
            return Optional.empty();
        }
        int known = 0;
        int missing = 1;
        while (exists(id, missing)) {
            known = missing;
            missing *= 2;
        }
        while (missing - known > 1) {
            int middle = (known + missing) / 2;
            if (exists(id, middle)) {
                known = middle;
            } else {
                missing = middle;
            }
        }
        int last = known;
        return retried(() -> objects.get(state(id, last))).map(UploadState::parse);
    }

    private boolean exists(UploadId id, int number) throws IOException {
        return retried(() -> objects.head(state(id, number))).isPresent();
    }

    private byte[] bytes(String key) throws IOException {
        return retried(() -> objects.get(key)).orElseThrow(() -> new NoSuchFileException(key));
    }

    /// False if there is such a key already.
    private boolean putNew(String key, byte[] bytes) throws IOException {
        var checksum = Digest.of(Digest.Algorithm.SHA256, bytes);
        return retried(() -> objects.putIfAbsent(key, bytes, checksum));
    }

    private static String blob(Digest digest) {
        return "blobs/" + digest.algorithm().wireName() + "/" + digest.encoded();
    }

    private static String state(UploadId id, int number) {
        return "uploads/" + id + "/state/" + number;
    }

    /// A key that was never used before.
    private static String newKey(UploadId id) {
        return "uploads/" + id + "/bytes/" + UploadId.random();
    }

    /// Repeats a call that the backend had no time for; a real driver waits in between.
    private static <T> T retried(Call<T> call) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.call();
            } catch (SlowDownException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private static void retried(Action action) throws IOException {
        var _ = retried(() -> {
            action.run();
            return true;
        });
    }

    private final class PartAppender implements Appender {
        private final UploadId id;
        private final UploadState before;
        private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
        private final List<String> parts;
        private long partBytes;

        PartAppender(UploadId id, UploadState before, byte[] tail) {
            this.id = id;
            this.before = before;
            this.parts = new ArrayList<>(before.parts());
            this.partBytes = before.partBytes();
            rest.writeBytes(tail);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            rest.write(bytes, offset, length);
            if (rest.size() >= SimulatedObjectStore.PART_BYTES_MIN) {
                partBytes += rest.size();
                parts.add(putRest());
            }
        }

        @Override
        public void close() throws IOException {
            int tailBytes = rest.size();
            if (partBytes + tailBytes == before.size()) {
                return;
            }
            var tail = tailBytes == 0 ? "" : putRest();
            var after = new UploadState(before.number() + 1, parts, partBytes, tail, tailBytes);
            if (!putNew(state(id, after.number()), after.render())) {
                throw new IOException("upload " + id + " was appended to by someone else");
            }
            if (!before.tail().isEmpty()) {
                discard(before.tail());
            }
        }

        private String putRest() throws IOException {
            var key = newKey(id);
            if (!putNew(key, rest.toByteArray())) {
                throw new IOException("a key made of random bits is taken: " + key);
            }
            rest.reset();
            return key;
        }
    }

    private interface Call<T> {
        T call() throws IOException;
    }

    private interface Action {
        void run() throws IOException;
    }
}
