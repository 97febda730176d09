package dev.berth.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.UncloseableFileRegion;
import io.vertx.core.net.impl.VertxConnection;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends one answer, picking the cheapest way for each kind of body.
///
/// - Few bytes leave with the head in one write; the thread does not wait for them.
/// - A file region leaves by `sendfile` where the connection is plain HTTP/1.1.
/// - What arrives while it is sent leaves from the event loop ([Relay]).
/// - Everything else goes in chunks, as many ahead of the peer as [CopyMemory] has room for.
/// - The file or stream is opened before the head is sent, so that what cannot be opened can still
///   be answered otherwise; whoever calls looks at whether the head was written.
final class ResponseWriter {
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final boolean zeroCopy;
    private final Duration writeWait;
    private final CopyMemory memory;

    ResponseWriter(HttpServerRequest http, Duration writeWait, CopyMemory memory) {
        this.response = http.response();
        this.connection = http.connection();
        this.zeroCopy = http.version() != HttpVersion.HTTP_2 && !http.isSSL();
        this.writeWait = writeWait;
        this.memory = memory;
    }

    /// Sends an answer whose fields are set already without a body, as for HEAD.
    Future<Void> sendHead() {
        return response.end();
    }

    /// Sends an answer whose fields are set already; tells when the last byte was written.
    Future<Void> send(Body body) throws IOException, InterruptedException {
        return switch (body) {
            case Body.Bytes few when sendsAtOnce(few) -> sendBytes(few.bytes());
            case Body.FileRegion region when zeroCopy -> sendFile(region);
            case Body.Stream stream when stream.length() > 0 -> sendStream(stream);
            case Body.Bytes _, Body.FileRegion _, Body.Stream _, Body.Sequence _ -> copy(body);
        };
    }

    /// Whether [#send] does not wait for these.
    boolean sendsAtOnce(Body.Bytes body) {
        return memory.allowsAtOnce(body.bytes().length);
    }

    /// Sends bytes with the head, without waiting. All of them lie in memory until the peer took
    /// them, so they are few.
    Future<Void> sendBytes(byte[] bytes) {
        memory.take(bytes.length);
        return response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)))
                .onComplete(_ -> memory.giveBack(bytes.length));
    }

    /// Not by the library's own `sendFile`: it goes round once per MiB, and logs each peer that
    /// leaves with a trace.
    private Future<Void> sendFile(Body.FileRegion region) throws IOException, InterruptedException {
        try (var file = open(region)) {
            var _ = response.writeHead();
            ((VertxConnection) connection)
                    .writeToChannel(
                            new UncloseableFileRegion(file, region.offset(), region.length()));
            var sent = response.end();
            sent.toCompletionStage().toCompletableFuture().get();
            return sent;
        } catch (ExecutionException e) {
            throw new PeerGoneException();
        }
    }

    private static FileChannel open(Body.FileRegion region) throws IOException {
        var file = region.file().open();
        if (file.size() < region.offset() + region.length()) {
            file.close();
            throw new EOFException("the file is shorter than %d bytes from %d"
                    .formatted(region.length(), region.offset()));
        }
        return file;
    }

    private Future<Void> sendStream(Body.Stream body) throws IOException, InterruptedException {
        try (var stream = body.stream().open()) {
            if (stream instanceof Arrivals arrivals) {
                var relay = new Relay(
                        response,
                        (VertxConnection) connection,
                        memory,
                        writeWait,
                        arrivals,
                        body.length());
                return relay.send(zeroCopy);
            }
            try (var flight = new Flight()) {
                copyStream(stream, body.length(), flight);
                return flight.land();
            }
        }
    }

    private Future<Void> copy(Body body) throws IOException, InterruptedException {
        try (var flight = new Flight()) {
            copy(body, flight);
            return flight.land();
        }
    }

    private void copy(Body body, Flight flight) throws IOException, InterruptedException {
        switch (body) {
            case Body.Bytes(var bytes) -> copyBytes(bytes, flight);
            case Body.FileRegion region -> {
                try (var file = open(region)) {
                    copyFile(file, region, flight);
                }
            }
            case Body.Stream(var opener, var length) -> {
                try (var stream = opener.open()) {
                    copyStream(stream, length, flight);
                }
            }
            case Body.Sequence(var parts) -> {
                for (var part : parts) {
                    copy(part, flight);
                }
            }
        }
    }

    private void copyBytes(byte[] bytes, Flight flight) throws IOException, InterruptedException {
        int position = 0;
        while (position < bytes.length) {
            int size = Math.min(memory.chunkBytes(), bytes.length - position);
            flight.write(Unpooled.wrappedBuffer(bytes, position, size));
            position += size;
        }
    }

    private void copyFile(FileChannel file, Body.FileRegion region, Flight flight)
            throws IOException, InterruptedException {
        long position = region.offset();
        long end = region.offset() + region.length();
        while (position < end) {
            int size = (int) Math.min(memory.chunkBytes(), end - position);
            var chunk = ByteBufAllocator.DEFAULT.directBuffer(size);
            flight.write(chunk);
            while (chunk.readableBytes() < size) {
                int left = size - chunk.readableBytes();
                if (chunk.writeBytes(file, position + chunk.readableBytes(), left) < 0) {
                    throw new EOFException("the file became shorter while it was sent");
                }
            }
            position += size;
        }
    }

    private void copyStream(InputStream stream, long length, Flight flight)
            throws IOException, InterruptedException {
        if (stream instanceof Pieces pieces) {
            sendPieces(pieces, length, flight);
            return;
        }
        var bytes = new byte[(int) Math.min(CopyMemory.CHUNK_BYTES_MAX, length)];
        long left = length;
        while (left > 0) {
            int size = (int) Math.min(memory.chunkBytes(), left);
            int read = stream.readNBytes(bytes, 0, size);
            if (read < size) {
                throw new EOFException("the stream ended %d bytes early".formatted(left - read));
            }
            flight.write(ByteBufAllocator.DEFAULT.directBuffer(size).writeBytes(bytes, 0, size));
            left -= size;
        }
    }

    private void sendPieces(Pieces pieces, long length, Flight flight)
            throws IOException, InterruptedException {
        long left = length;
        while (left > 0) {
            var piece = pieces.next((int) Math.min(memory.pieceBytes(), left));
            int size = piece.bytes();
            if (size == 0) {
                throw new EOFException("the stream ended %d bytes early".formatted(left));
            }
            var parts = piece.parts().toArray(ByteBuffer[]::new);
            flight.write(Unpooled.wrappedBuffer(parts.length, parts), piece.release());
            left -= size;
        }
    }

    /// @param release gives the bytes back
    private record Chunk(ByteBuf bytes, Runnable release) {}

    /// Writes that the peer has not taken yet, bounded.
    ///
    /// The newest chunk is held back, so that the last one can be sent together with the end: a
    /// client that has all it was promised may leave before a separate end arrives.
    ///
    /// Chunks are released here, once written or given up. The library releases nothing pooled.
    private final class Flight implements AutoCloseable {
        private final Semaphore free = new Semaphore(CopyMemory.CHUNKS_IN_FLIGHT_MAX);
        private volatile boolean gone;
        private @Nullable Chunk held;

        /// Takes over a chunk, which the caller fills before the next call.
        void write(ByteBuf chunk) throws IOException, InterruptedException {
            write(chunk, chunk::release);
        }

        /// Takes over bytes that are somebody's, until `release`.
        void write(ByteBuf bytes, Runnable release) throws IOException, InterruptedException {
            memory.take(bytes.capacity());
            var previous = held;
            held = new Chunk(bytes, release);
            if (previous != null) {
                var _ = send(previous, false);
            }
        }

        /// Sends the last chunk, and waits until the peer's side has it all.
        Future<Void> land() throws IOException, InterruptedException {
            var chunk = held == null ? new Chunk(Unpooled.EMPTY_BUFFER, () -> {}) : held;
            held = null;
            var sent = send(chunk, true);
            await(CopyMemory.CHUNKS_IN_FLIGHT_MAX);
            return sent;
        }

        private Future<Void> send(Chunk chunk, boolean end)
                throws IOException, InterruptedException {
            int permits = permits(chunk);
            try {
                awaitTurn(permits);
            } catch (IOException | InterruptedException e) {
                release(chunk);
                throw e;
            }
            var buffer = BufferInternal.buffer(chunk.bytes());
            var written = end ? response.end(buffer) : response.write(buffer);
            written.onComplete(result -> {
                release(chunk);
                gone |= result.failed();
                free.release(permits);
            });
            return written;
        }

        /// As many as full chunks have these bytes.
        private static int permits(Chunk chunk) {
            int chunks = Math.ceilDiv(chunk.bytes().capacity(), CopyMemory.CHUNK_BYTES_MAX);
            return Math.clamp(chunks, 1, CopyMemory.CHUNKS_IN_FLIGHT_MAX);
        }

        /// Until this answer has fewer chunks on their way than it may have now.
        private void awaitTurn(int permits) throws IOException, InterruptedException {
            int withheld = Math.min(
                    CopyMemory.CHUNKS_IN_FLIGHT_MAX - memory.chunksInFlight(),
                    CopyMemory.CHUNKS_IN_FLIGHT_MAX - permits);
            await(permits + withheld);
            free.release(withheld);
        }

        private void release(Chunk chunk) {
            memory.giveBack(chunk.bytes().capacity());
            chunk.release().run();
        }

        private void await(int permits) throws IOException, InterruptedException {
            boolean progress =
                    free.tryAcquire(permits, writeWait.toMillis(), TimeUnit.MILLISECONDS);
            if (gone || !progress) {
                throw new PeerGoneException();
            }
        }

        @Override
        public void close() {
            if (held != null) {
                release(held);
            }
        }
    }
}
