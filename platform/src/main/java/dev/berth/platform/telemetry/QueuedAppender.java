package dev.berth.platform.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Hands lines to one thread that writes them.
///
/// How it works: who logs puts the line into a bounded queue and goes on; if it is full,
/// the line is dropped and counted. After the first line the writer waits for [#GATHER], so that
/// a busy server does not wake it for each; then it takes what is there, up to [#BATCH] lines at
/// once, formats and writes them, and says how many were lost as soon as it can write again. On
/// closing it writes what is queued, for at most [#CLOSING].
final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int QUEUE_LINES_MAX = 8192;
    private static final int BATCH = 256;
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration GATHER = Duration.ofMillis(5);

    private final LogFormat format;
    private final OutputStream out;
    private final BlockingQueue<LogLine> queue = new ArrayBlockingQueue<>(QUEUE_LINES_MAX);
    private final LongAdder dropped = new LongAdder();
    private final Thread writer =
            Thread.ofPlatform().name("log-writer").daemon().unstarted(this::write);

    /// How many of `dropped` were told; the writer's own.
    private long told;

    QueuedAppender(LogFormat format, OutputStream out) {
        this.format = format;
        this.out = out;
        setName("queued");
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!queue.offer(LogLine.of(event))) {
            dropped.increment();
        }
    }

    /// Lines that were lost, since the start.
    long dropped() {
        return dropped.sum();
    }

    int waiting() {
        return queue.size();
    }

    /// Takes no more lines and waits until the queued ones are written.
    @Override
    public void stop() {
        super.stop();
        try {
            if (!writer.join(CLOSING)) {
                writer.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var batch = new ArrayList<LogLine>(BATCH);
        try {
            while (isStarted() || !queue.isEmpty()) {
                var first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    if (queue.size() < BATCH) {
                        Thread.sleep(GATHER);
                    }
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    write(batch);
                    batch.clear();
                }
            }
            if (dropped() > told) {
                write(batch);
            }
        } catch (InterruptedException _) {
            dropped.add(queue.size());
        }
    }

    private void write(List<LogLine> batch) {
        var text = new StringBuilder(batch.size() * 200);
        batch.forEach(line -> format.append(text, line));
        long lost = dropped();
        if (lost > told) {
            format.append(text, LogLine.lost(lost - told));
        }
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            told = lost;
        } catch (IOException _) {
            dropped.add(batch.size());
        }
    }
}
