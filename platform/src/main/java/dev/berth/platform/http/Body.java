package dev.berth.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.List;

/// The bytes of an answer, as a value: the server picks the cheapest way out for each kind.
public sealed interface Body {
    Body EMPTY = new Bytes(new byte[0]);

    /// The exact length in bytes.
    long length();

    /// Bytes in memory; not copied, so never changed afterwards.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy per answer would cost.
    record Bytes(byte[] bytes) implements Body {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /// A part of a file, sent without passing the heap where the connection allows.
    ///
    /// The server opens the file when it sends, not for HEAD, and closes it.
    record FileRegion(FileOpener file, long offset, long length) implements Body {}

    /// A stream of known length; opened when it is sent, not for HEAD, and closed.
    record Stream(StreamOpener stream, long length) implements Body {}

    /// Bodies one after the other, for `multipart/byteranges`.
    record Sequence(List<Body> parts) implements Body {
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public long length() {
            return parts.stream().mapToLong(Body::length).sum();
        }
    }

    /// Opens the file that a region is cut from.
    @FunctionalInterface
    interface FileOpener {
        FileChannel open() throws IOException;
    }

    /// Opens the stream of a body. One that is [Pieces] or [Arrivals] too is sent as those, without
    /// a copy.
    @FunctionalInterface
    interface StreamOpener {
        InputStream open() throws IOException;
    }
}
