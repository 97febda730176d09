package dev.berth.storage.testing;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobBytes;
import dev.berth.storage.BlobStore;
import dev.berth.storage.BlobStore.StagedUpload;
import dev.berth.storage.UploadId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Pushes to a store and reads from it, as the registry does.
public final class Blobs {
    private Blobs() {}

    /// Pushes `bytes` in one append.
    public static Digest push(BlobStore store, byte[] bytes) throws IOException {
        var id = UploadId.random();
        store.stage(id);
        append(store, id, bytes);
        var digest = Digest.of(Digest.Algorithm.SHA256, bytes);
        store.commit(id, digest);
        return digest;
    }

    /// Appends `bytes` at the end of the staged upload.
    public static void append(BlobStore store, UploadId id, byte[] bytes) throws IOException {
        try (var appender = store.append(id, store.staged(id).orElseThrow())) {
            appender.write(bytes, 0, bytes.length);
        }
    }

    /// All staged uploads, in the order of their ids.
    public static List<StagedUpload> staged(BlobStore store) throws IOException {
        var staged = new ArrayList<StagedUpload>();
        store.visitStaged(staged::add);
        staged.sort(Comparator.comparing(StagedUpload::id));
        return staged;
    }

    /// All bytes of a blob that is there.
    public static byte[] read(BlobStore store, Digest digest) throws IOException {
        var bytes = store.find(digest).orElseThrow(() -> new AssertionError("no blob " + digest));
        return read(bytes, 0, bytes.size());
    }

    /// `length` bytes from `offset`, or fewer if the blob ends before.
    public static byte[] read(BlobBytes blob, long offset, long length) throws IOException {
        return switch (blob) {
            case BlobBytes.Remote remote -> {
                try (var in = remote.opener().open(offset, length)) {
                    yield in.readAllBytes();
                }
            }
            case BlobBytes.LocalFile local -> {
                try (var channel = local.opener().open()) {
                    channel.position(offset);
                    yield Channels.newInputStream(channel).readNBytes(Math.toIntExact(length));
                }
            }
        };
    }

    /// Whether the store refuses to do something, or to do it again.
    public static boolean fails(Action action) {
        try {
            action.run();
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /// Asks the store for something.
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /// Whether a blob that is there has the bytes that its digest says.
    public static boolean isIntact(BlobStore store, Digest digest) {
        try {
            return Digest.of(digest.algorithm(), read(store, digest)).equals(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
