package dev.berth.platform.http;

import io.netty.channel.unix.FileDescriptor;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A pipe of the kernel, which bytes pass on their way from one socket to another.
///
/// - Holds at most [#BYTES], in memory of the kernel.
/// - A process has at most [#PIPES_MAX] at a time, 16 MiB altogether: stalled clients hold what
///   is in theirs.
/// - Closed by whoever opened it; used by one thread.
final class Pipe implements AutoCloseable {
    static final int BYTES = 256 * 1024;
    static final int PIPES_MAX = 64;

    private static final AtomicInteger open = new AtomicInteger();

    private final FileDescriptor out;
    private final FileDescriptor in;
    private boolean closed;

    private Pipe(FileDescriptor out, FileDescriptor in) {
        this.out = out;
        this.in = in;
    }

    /// Opens one; empty if there are as many as there may be, or the process may open nothing
    /// more. Bytes have to go another way then.
    static Optional<Pipe> open() {
        if (open.incrementAndGet() > PIPES_MAX) {
            open.decrementAndGet();
            return Optional.empty();
        }
        try {
            var ends = FileDescriptor.pipe();
            SystemCalls.resizePipe(ends[0].intValue(), BYTES);
            return Optional.of(new Pipe(ends[0], ends[1]));
        } catch (IOException e) {
            open.decrementAndGet();
            return Optional.empty();
        }
    }

    /// The descriptor to read from.
    int out() {
        return out.intValue();
    }

    /// The descriptor to write to.
    int in() {
        return in.intValue();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        open.decrementAndGet();
        try {
            in.close();
        } finally {
            out.close();
        }
    }
}
