package dev.berth.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/// Where the bytes of one blob can be had.
///
/// - Opening the bytes of a blob that was deleted since throws an
///   [dev.berth.oci.OciException] with [dev.berth.oci.OciError.BlobUnknown].
/// - Bytes that are open can be read to their end, deleted or not.
public sealed interface BlobBytes {
    /// The size in bytes as the backend tells it.
    long size();

    /// A file of this machine, which may leave without passing the heap.
    record LocalFile(long size, FileOpener opener) implements BlobBytes {}

    /// Bytes that must be read through the backend.
    record Remote(long size, RangeOpener opener) implements BlobBytes {}

    /// Opens the blob's file for reading; the caller closes it.
    @FunctionalInterface
    interface FileOpener {
        FileChannel open() throws IOException;
    }

    /// Opens `length` bytes from `offset`; the caller closes it.
    @FunctionalInterface
    interface RangeOpener {
        InputStream open(long offset, long length) throws IOException;
    }
}
