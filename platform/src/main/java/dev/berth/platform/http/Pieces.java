package dev.berth.platform.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A stream whose bytes lie in memory already, and can be sent from there.
///
/// Used by one thread.
public interface Pieces {
    /// Waits until there is something, and takes it.
    ///
    /// @param bytesMax the most that is taken, at least 1
    /// @return empty at the end of the stream
    /// @throws IOException if the stream ends too early, or nothing comes for too long
    Piece next(int bytesMax) throws IOException;

    /// Bytes that one answer sends.
    ///
    /// @param parts in their order; nobody writes to them before they are released
    /// @param release to be run once, when the bytes have left or never will; by any thread
    record Piece(List<ByteBuffer> parts, Runnable release) {
        /// The end of a stream.
        public static final Piece END = new Piece(List.of(), () -> {});

        public Piece {
            parts = List.copyOf(parts);
        }

        int bytes() {
            return parts.stream().mapToInt(ByteBuffer::remaining).sum();
        }
    }
}
