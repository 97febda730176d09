package dev.berth.bench.load;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients that ask for something large and then read it drop by drop, each on a virtual thread.
///
/// They begin when this is opened and hang up when it is closed.
public final class SlowReaders implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;
    private static final Duration PACE = Duration.ofMillis(250);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicLong dropped = new AtomicLong();

    private SlowReaders() {}

    /// Connects all clients and lets them ask.
    ///
    /// @param bytesPerSecond what each client reads
    /// @throws IOException if a client cannot connect
    public static SlowReaders open(
            Endpoint endpoint, int clients, int bytesPerSecond, Request request)
            throws IOException {
        var readers = new SlowReaders();
        try {
            for (int i = 0; i < clients; i++) {
                readers.start(endpoint, bytesPerSecond, request);
            }
            return readers;
        } catch (IOException e) {
            readers.close();
            throw e;
        }
    }

    /// How many clients the server has hung up on.
    public long dropped() {
        return dropped.get();
    }

    private void start(Endpoint endpoint, int bytesPerSecond, Request request) throws IOException {
        var channel = SocketChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
        channel.connect(endpoint.address());
        int sip = Math.toIntExact(bytesPerSecond * PACE.toMillis() / 1000);
        threads.execute(() -> read(channel, ByteBuffer.allocate(sip), request));
    }

    private void read(SocketChannel channel, ByteBuffer sip, Request request) {
        try {
            channel.write(request.head());
            while (channel.read(sip.clear()) >= 0) {
                LockSupport.parkNanos(PACE.toNanos());
            }
            dropped.incrementAndGet();
        } catch (IOException _) {
            if (!threads.isShutdown()) {
                dropped.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        for (SocketChannel channel : channels) {
            channel.close();
        }
        threads.close();
    }
}
