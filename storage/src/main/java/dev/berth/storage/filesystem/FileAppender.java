package dev.berth.storage.filesystem;

import dev.berth.storage.BlobStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;

/// Appends to a staged file and, if it is large, brings it to disk while the rest still
/// comes.
///
/// *How it works.* After every [#STRIDE_BYTES] a virtual thread syncs what is there, one at a
/// time for each file and a few in all; if the last one is not done by then, it is left out.
/// So the disk works while the network does, and the fsync of the commit has little left to
/// do. The system tells an error of writing back once, to whoever syncs first: it must not
/// get lost here, so the file is deleted and the next call fails.
final class FileAppender implements BlobStore.Appender {
    /// Bytes between two write-backs. From 4 to 16 MiB the time of a large push is the same;
    /// 4 also helps one of 10 MiB (ADR 41).
    static final long STRIDE_BYTES = 4L << 20;

    private final Path file;
    private final DiskErrors errors;
    private final Semaphore writeBacks;
    private final FileChannel channel;
    private final Semaphore idle = new Semaphore(1);

    private long writtenSinceWriteBack;
    private volatile @Nullable IOException failure;

    private FileAppender(Path file, DiskErrors errors, Semaphore writeBacks, FileChannel channel) {
        this.file = file;
        this.errors = errors;
        this.writeBacks = writeBacks;
        this.channel = channel;
    }

    /// Opens the staged file, which must have `offset` bytes.
    ///
    /// @param writeBacks how many write-backs may run at once in the whole store
    static FileAppender open(Path file, long offset, DiskErrors errors, Semaphore writeBacks)
            throws IOException {
        var channel = openForAppend(file, errors);
        long size = channel.size();
        if (size != offset) {
            channel.close();
            throw new IOException(file + " has " + size + " bytes, not " + offset);
        }
        return new FileAppender(file, errors, writeBacks, channel);
    }

    private static FileChannel openForAppend(Path file, DiskErrors errors) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw errors.explained(e, "cannot append to " + file);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireNoFailure();
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw errors.explained(e, "cannot append to " + file);
        }
        writtenSinceWriteBack += length;
        if (writtenSinceWriteBack >= STRIDE_BYTES) {
            startWriteBack();
        }
    }

    @Override
    public void close() throws IOException {
        idle.acquireUninterruptibly();
        channel.close();
        idle.release();
        requireNoFailure();
    }

    private void startWriteBack() {
        if (!idle.tryAcquire()) {
            return;
        }
        if (!writeBacks.tryAcquire()) {
            idle.release();
            return;
        }
        writtenSinceWriteBack = 0;
        Thread.ofVirtual().name("write-back").start(this::writeBack);
    }

    private void writeBack() {
        try {
            channel.force(false);
        } catch (ClosedChannelException _) {
            // The writer was interrupted; what was not synced is synced by the commit.
        } catch (IOException e) {
            failure = e;
        } finally {
            writeBacks.release();
            idle.release();
        }
    }

    private void requireNoFailure() throws IOException {
        var cause = failure;
        if (cause != null) {
            Files.deleteIfExists(file);
            throw errors.explained(cause, "cannot bring " + file + " to disk, the upload is gone");
        }
    }
}
