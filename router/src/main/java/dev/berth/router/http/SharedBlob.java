package dev.berth.router.http;

import dev.berth.platform.http.Pieces;
import dev.berth.router.upstream.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One answer of Harbor for a blob, read by several clients at once.
///
/// How it works: a thread of its own reads the answer into a window of at most [#WINDOW_BYTES], as
/// fast as the slowest reader takes it. A reader that takes nothing for [#PATIENCE] while others
/// wait for it is left behind: the window moves on, and it goes on by a range of its own
/// ([Continuation]). When no reader is left, or none takes anything for too long, the answer is
/// closed. Nothing is dropped before everybody who is expected has begun to read, or is late.
///
/// - Guarded by [#lock]; each reader is used by one thread.
/// - A reader that gets less than the declared length fails.
final class SharedBlob {
    /// Ahead of the slowest reader.
    static final int WINDOW_BYTES = 512 * 1024;

    private static final int CHUNK_BYTES = 64 * 1024;
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Reply reply;
    private final long length;
    private final Duration wait;
    private final Runnable ended;
    private final long dropAfter = System.nanoTime() + PATIENCE.toNanos();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> window = new ArrayDeque<>();
    private final Set<Reader> readers = new HashSet<>();
    private int expected;
    private long windowStart;
    private long windowEnd;
    private boolean complete;
    private @Nullable IOException failure;

    /// @param reply which is closed by this
    /// @param expected readers to come
    /// @param wait for a reader, while nothing comes; and for the answer, while nobody reads
    /// @param ended told once when nothing more is read
    SharedBlob(Reply reply, long length, int expected, Duration wait, Runnable ended) {
        this.expected = expected;
        this.reply = reply;
        this.length = length;
        this.wait = wait;
        this.ended = ended;
    }

    /// Opens the rest of the blob for a reader that was left behind.
    @FunctionalInterface
    interface Continuation {
        InputStream from(long offset) throws IOException;
    }

    /// A reader from the first byte on; empty if that is not here any more.
    Optional<InputStream> reader(Continuation continuation) {
        lock.lock();
        try {
            expected--;
            if (windowStart > 0 || failure != null) {
                return Optional.empty();
            }
            var reader = new Reader(continuation);
            readers.add(reader);
            return Optional.of(reader);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to read.
    void start() {
        Thread.ofVirtual().name("shared-blob").start(this::pump);
    }

    private void pump() {
        try (reply) {
            var in = reply.body();
            var buffer = new byte[CHUNK_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!add(Arrays.copyOf(buffer, count))) {
                    return;
                }
            }
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(new IOException("this blob is not read to its end"));
            ended.run();
        }
    }

    private void end(@Nullable IOException cause) {
        lock.lock();
        try {
            if (!complete && failure == null) {
                complete = cause == null;
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for room; false if no reader is left.
    private boolean add(byte[] chunk) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            trim();
            long left = wait.toNanos();
            while (isAwaited() && windowEnd - windowStart >= WINDOW_BYTES) {
                if (left <= 0) {
                    readers.clear();
                    return false;
                }
                boolean moved = changed.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
                left = moved ? wait.toNanos() : left - PATIENCE.toNanos();
                trim();
                if (!moved && windowEnd - windowStart >= WINDOW_BYTES) {
                    leaveBehind();
                }
            }
            window.add(chunk);
            windowEnd += chunk.length;
            changed.signalAll();
            return isAwaited();
        } finally {
            lock.unlock();
        }
    }

    private boolean isAwaited() {
        return !readers.isEmpty() || isExpecting();
    }

    private boolean isExpecting() {
        return expected > 0 && System.nanoTime() - dropAfter < 0;
    }

    /// Drops what every reader has; under the lock.
    private void trim() {
        if (isExpecting()) {
            return;
        }
        long slowest =
                readers.stream().mapToLong(reader -> reader.position).min().orElse(windowEnd);
        while (!window.isEmpty() && windowStart + window.getFirst().length <= slowest) {
            windowStart += window.removeFirst().length;
        }
    }

    /// Nobody has moved for too long: those that lag most are on their own, unless all lag alike.
    private void leaveBehind() {
        long fastest =
                readers.stream().mapToLong(reader -> reader.position).max().orElse(windowEnd);
        if (fastest < windowEnd) {
            return; // Nobody waits for more.
        }
        readers.removeIf(reader -> reader.position < windowStart + CHUNK_BYTES);
        trim();
    }

    /// One client's. It is sent piece by piece as it comes: so that the first bytes wait for no
    /// others, and a client that has left a slow answer is noticed.
    private final class Reader extends InputStream implements Pieces {
        private final Continuation continuation;
        private long position;
        private @Nullable InputStream own;

        Reader(Continuation continuation) {
            this.continuation = continuation;
        }

        @Override
        public Piece next(int bytesMax) throws IOException {
            var bytes = new byte[Math.min(bytesMax, CHUNK_BYTES)];
            int count = read(bytes, 0, bytes.length);
            return count < 0
                    ? Piece.END
                    : new Piece(List.of(ByteBuffer.wrap(bytes, 0, count)), () -> {});
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int size) throws IOException {
            if (size == 0) {
                return 0;
            }
            if (own == null) {
                int shared = readShared(target, from, size);
                if (shared != 0) {
                    return shared;
                }
                own = continuation.from(position);
            }
            return own.read(target, from, size);
        }

        /// -1 at the end, 0 if this reader was left behind.
        private int readShared(byte[] target, int from, int size) throws IOException {
            lock.lock();
            try {
                long patience = wait.toNanos();
                while (readers.contains(this) && position == windowEnd) {
                    if (complete) {
                        return ended();
                    }
                    if (failure != null) {
                        throw new IOException("Harbor's answer broke off", failure);
                    }
                    if (patience <= 0) {
                        throw new IOException("nothing came from Harbor for too long");
                    }
                    patience = changed.awaitNanos(patience);
                }
                return readers.contains(this) ? copy(target, from, size) : 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading a blob");
            } finally {
                lock.unlock();
            }
        }

        private int ended() throws IOException {
            if (position < length) {
                throw new IOException("Harbor's answer ended early");
            }
            return -1;
        }

        private int copy(byte[] target, int from, int size) {
            long start = windowStart;
            for (var chunk : window) {
                if (position < start + chunk.length) {
                    int offset = (int) (position - start);
                    int count = Math.min(size, chunk.length - offset);
                    System.arraycopy(chunk, offset, target, from, count);
                    boolean leaves = offset + count == chunk.length;
                    position += count;
                    if (leaves) {
                        trim();
                        changed.signalAll();
                    }
                    return count;
                }
                start += chunk.length;
            }
            throw new IllegalStateException("a reader before its window");
        }

        @Override
        public void close() throws IOException {
            lock.lock();
            try {
                readers.remove(this);
                trim();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (own != null) {
                own.close();
            }
        }
    }
}
