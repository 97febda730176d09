package dev.berth.platform.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends a connection that makes no progress.
///
/// How it works: requests only count; nothing on their way looks at a clock. [Connections]
/// calls [#sweep] now and then, which compares the counts with those it saw last, and so
/// learns since when a head has been incomplete, the connection idle, or the peer not
/// reading. A wait is therefore late by up to one sweep, never early.
///
/// - Everything but [#requestEnded], [#closeSoon] and [#reset] runs on the connection's event loop.
final class ConnectionWatch {
    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf("berth.watch");
    private static final byte[] HEAD_TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final boolean http2;
    private final InetAddress address;
    private final HttpLimits limits;
    private final HttpEvents events;
    private final AtomicInteger inFlight = new AtomicInteger();
    private @Nullable BodyInput body;

    private volatile boolean closing;
    private boolean distrusted;
    private boolean inHead;
    private int heads;
    private int requests;

    private final Progress head = new Progress();
    private final Progress idle = new Progress();
    private final Progress write = new Progress();

    ConnectionWatch(Channel channel, boolean http2, HttpLimits limits, HttpEvents events) {
        this.channel = channel;
        this.http2 = http2;
        this.limits = limits;
        this.events = events;
        address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        channel.attr(KEY).set(this);
    }

    static ConnectionWatch of(Channel channel) {
        return channel.attr(KEY).get();
    }

    InetAddress address() {
        return address;
    }

    boolean isHttp2() {
        return http2;
    }

    /// No further request of this connection is answered.
    void closeSoon() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /// Nothing further that comes is parsed.
    void distrust() {
        closing = true;
        distrusted = true;
    }

    boolean isDistrusted() {
        return distrusted;
    }

    /// Bytes of a request's head came.
    void headContinues() {
        if (!inHead) {
            inHead = true;
            heads++;
        }
    }

    void headEnded() {
        inHead = false;
        body = null;
    }

    /// A request is about to be answered; HTTP/1.1 has one body at a time.
    void requestStarted(@Nullable BodyInput input) {
        inFlight.getAndIncrement();
        requests++;
        body = input;
    }

    /// The answer was handed to the connection.
    void requestEnded() {
        inFlight.getAndDecrement();
    }

    /// The body of the request that the parser is in, if it is being answered.
    @Nullable
    BodyInput body() {
        return body;
    }

    /// Stops and restarts reading from the connection.
    void setReading(boolean on) {
        channel.config().setAutoRead(on);
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /// Looks for progress since the last time.
    void sweep(long nowNanos) {
        if (isOverdueWrite(nowNanos)) {
            events.limitReached(ServerLimit.WRITE_WAIT);
            reset();
        } else if (inFlight.get() > 0) {
            head.forget();
            idle.forget();
        } else if (closing) {
            // The answer has left; what is left of the request is heard out, but not for ever.
            if (idle.isOverdue(requests, limits.bodyWait(), nowNanos)) {
                events.limitReached(ServerLimit.BODY_WAIT);
                var _ = channel.close();
            }
        } else if (!http2 && inHead) {
            if (head.isOverdue(heads, limits.headWait(), nowNanos)) {
                events.limitReached(ServerLimit.HEAD_WAIT);
                refuseHead();
            }
        } else {
            boolean fresh = requests == 0;
            if (idle.isOverdue(
                    requests, fresh && !http2 ? limits.headWait() : limits.idleWait(), nowNanos)) {
                events.limitReached(fresh ? ServerLimit.HEAD_WAIT : ServerLimit.IDLE_WAIT);
                var _ = channel.close();
            }
        }
    }

    private boolean isOverdueWrite(long nowNanos) {
        var pending = channel.unsafe().outboundBuffer();
        if (pending == null || pending.totalPendingWriteBytes() == 0) {
            write.forget();
            return false;
        }
        long state = 31 * (31 * pending.totalPendingWriteBytes() + pending.currentProgress())
                + System.identityHashCode(pending.current());
        return write.isOverdue(state, limits.writeWait(), nowNanos);
    }

    /// What is left of the head is not looked at again: it would count as malformed, too.
    private void refuseHead() {
        distrust();
        var parser = channel.pipeline().context(StrictDecoder.class);
        parser.writeAndFlush(Unpooled.wrappedBuffer(HEAD_TOO_SLOW))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /// Ends the connection at once: what is unsent is dropped and the peer sees a reset.
    void reset() {
        if (!channel.eventLoop().inEventLoop()) {
            onEventLoop(this::reset);
            return;
        }
        if (!channel.isOpen()) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        var _ = channel.pipeline().firstContext().close();
    }

    private void onEventLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The server is closed, and with it every connection.
        }
    }

    /// Since when something has stayed the same.
    private static final class Progress {
        private long state;
        private long sinceNanos;
        private boolean known;

        boolean isOverdue(long current, Duration wait, long nowNanos) {
            if (!known || state != current) {
                known = true;
                state = current;
                sinceNanos = nowNanos;
                return false;
            }
            return nowNanos - sinceNanos >= wait.toNanos();
        }

        void forget() {
            known = false;
        }
    }
}
