package dev.berth.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
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
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends one answer, picking the cheapest way for each kind of body.
///
/// - Bytes leave with the head in one write; the thread does not wait for them.
/// - A file region leaves by `sendfile` where the connection is plain HTTP/1.1.
/// - Everything else is copied in pieces of [#CHUNK_BYTES], at most [#CHUNKS_IN_FLIGHT] ahead of
/// the
///   peer.
/// - The file or stream is opened before the head is sent, so that what cannot be opened can still
///   be answered otherwise; whoever calls looks at whether the head was written.
final class ResponseWriter {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CHUNKS_IN_FLIGHT = 4;

    private final HttpServerResponse response;

    /// Where a file may pass by the heap: plain HTTP/1.1 only.
    private final @Nullable VertxConnection zeroCopy;
    private final Duration writeWait;

    ResponseWriter(HttpServerRequest http, Duration writeWait) {
        this.response = http.response();
        boolean plain = http.version() != HttpVersion.HTTP_2 && !http.isSSL();
        this.zeroCopy = plain ? (VertxConnection) http.connection() : null;
        this.writeWait = writeWait;
    }

    /// Sends an answer whose fields are set already without a body, as for HEAD.
    void sendHead() {
        var _ = response.end();
    }

    void send(Body body) throws IOException, InterruptedException {
        switch (body) {
            case Body.Bytes(var bytes) -> sendBytes(bytes);
            case Body.FileRegion region -> sendRegion(region);
            case Body.Stream stream -> copyStream(stream);
            case Body.Sequence sequence -> copySequence(sequence);
        }
    }

    /// Sends bytes with the head, without waiting.
    void sendBytes(byte[] bytes) {
        var _ = response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    private void sendRegion(Body.FileRegion region) throws IOException, InterruptedException {
        var connection = zeroCopy;
        if (connection == null) {
            copyFile(region);
        } else {
            sendFile(region, connection);
        }
    }

    private void sendFile(Body.FileRegion region, VertxConnection connection)
            throws IOException, InterruptedException {
        try (var file = region.file().open()) {
            requireWhole(file, region);
            // Not the library's own sendFile: it goes round once per MiB, and logs each peer that
            // leaves with a trace.
            response.writeHead();
            connection.writeToChannel(
                    new UncloseableFileRegion(file, region.offset(), region.length()));
            Flight.await(response.end());
        }
    }

    private void copyFile(Body.FileRegion region) throws IOException, InterruptedException {
        try (var file = region.file().open()) {
            requireWhole(file, region);
            var flight = new Flight();
            copyFile(file, region, flight);
            flight.end();
        }
    }

    private void copyFile(FileChannel file, Body.FileRegion region, Flight flight)
            throws IOException, InterruptedException {
        long position = region.offset();
        long end = region.offset() + region.length();
        while (position < end) {
            int size = (int) Math.min(CHUNK_BYTES, end - position);
            var chunk = ByteBufAllocator.DEFAULT.directBuffer(size);
            try {
                while (chunk.writableBytes() > 0 && chunk.readableBytes() < size) {
                    int read = chunk.writeBytes(
                            file, position + chunk.readableBytes(), size - chunk.readableBytes());
                    if (read < 0) {
                        throw new EOFException("the file became shorter while it was sent");
                    }
                }
            } catch (IOException e) {
                chunk.release();
                throw e;
            }
            position += size;
            flight.write(chunk);
        }
    }

    private static void requireWhole(FileChannel file, Body.FileRegion region) throws IOException {
        if (file.size() < region.offset() + region.length()) {
            throw new EOFException("the file has %d bytes, not %d from %d"
                    .formatted(file.size(), region.length(), region.offset()));
        }
    }

    private void copyStream(Body.Stream body) throws IOException, InterruptedException {
        try (var stream = body.stream().open()) {
            var flight = new Flight();
            copyStream(stream, body.length(), flight);
            flight.end();
        }
    }

    private void copyStream(InputStream stream, long length, Flight flight)
            throws IOException, InterruptedException {
        long left = length;
        while (left > 0) {
            int size = (int) Math.min(CHUNK_BYTES, left);
            var bytes = stream.readNBytes(size);
            if (bytes.length < size) {
                throw new EOFException(
                        "the stream ended %d bytes early".formatted(left - bytes.length));
            }
            left -= size;
            flight.write(Unpooled.wrappedBuffer(bytes));
        }
    }

    private void copySequence(Body.Sequence sequence) throws IOException, InterruptedException {
        var flight = new Flight();
        for (var part : sequence.parts()) {
            copyPart(part, flight);
        }
        flight.end();
    }

    private void copyPart(Body part, Flight flight) throws IOException, InterruptedException {
        switch (part) {
            case Body.Bytes(var bytes) -> flight.write(Unpooled.wrappedBuffer(bytes));
            case Body.FileRegion region -> {
                try (var file = region.file().open()) {
                    requireWhole(file, region);
                    copyFile(file, region, flight);
                }
            }
            case Body.Stream(var opener, var length) -> {
                try (var stream = opener.open()) {
                    copyStream(stream, length, flight);
                }
            }
            case Body.Sequence(var parts) -> {
                for (var inner : parts) {
                    copyPart(inner, flight);
                }
            }
        }
    }

    /// Writes that the peer has not taken yet, bounded.
    private final class Flight {
        private final Semaphore free = new Semaphore(CHUNKS_IN_FLIGHT);
        private volatile boolean gone;

        void write(ByteBuf chunk) throws IOException, InterruptedException {
            try {
                take(1);
            } catch (IOException | InterruptedException e) {
                chunk.release();
                throw e;
            }
            track(response.write(BufferInternal.buffer(chunk)));
        }

        void end() throws IOException, InterruptedException {
            take(1);
            track(response.end());
            take(CHUNKS_IN_FLIGHT);
        }

        private void take(int permits) throws IOException, InterruptedException {
            boolean progress =
                    free.tryAcquire(permits, writeWait.toMillis(), TimeUnit.MILLISECONDS);
            if (gone || !progress) {
                throw new PeerGoneException();
            }
        }

        private void track(Future<Void> written) {
            written.onComplete(result -> {
                if (result.failed()) {
                    gone = true;
                }
                free.release();
            });
        }

        static void await(Future<Void> written) throws IOException, InterruptedException {
            try {
                written.toCompletionStage().toCompletableFuture().get();
            } catch (ExecutionException e) {
                throw new PeerGoneException();
            }
        }
    }
}
