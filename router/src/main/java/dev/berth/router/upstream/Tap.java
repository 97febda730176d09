package dev.berth.router.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/// Takes the body of one answer off its connection before the library copies it to the heap.
///
/// How it works: it stands before the library's own handler, which sees the head and the end only;
/// so that the end, errors and the reuse of the connection stay the library's. It leaves with the
/// end. What arrives while many readers stall is copied to the heap after all: memory outside is
/// for those who read.
final class Tap extends ChannelInboundHandlerAdapter {
    /// What the library calls its handler.
    private static final String LIBRARY = "handler";

    private final ReplyBody body;
    private final ReadAhead ahead;

    private Tap(ReplyBody body, ReadAhead ahead) {
        this.body = body;
        this.ahead = ahead;
    }

    /// On the event loop, when there is a head and nothing of the body yet.
    static void open(Channel channel, ReplyBody body, ReadAhead ahead) {
        channel.pipeline().addBefore(LIBRARY, null, new Tap(body, ahead));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case LastHttpContent last
            when last.content().isReadable() -> {
                take(last.content());
                end(context, last.replace(Unpooled.EMPTY_BUFFER));
            }
            case LastHttpContent last -> end(context, last);
            case HttpContent content -> take(content.content());
            default -> context.fireChannelRead(message);
        }
    }

    private void end(ChannelHandlerContext context, LastHttpContent last) {
        body.readComplete();
        context.fireChannelRead(last);
        context.pipeline().remove(this);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        body.readComplete();
        context.fireChannelReadComplete();
    }

    private void take(ByteBuf received) {
        if (!received.isReadable()) {
            received.release();
            return;
        }
        body.arrived(ahead.isPlenty() ? received : onHeap(received));
    }

    private static ByteBuf onHeap(ByteBuf received) {
        try {
            var copy = new byte[received.readableBytes()];
            received.readBytes(copy);
            return Unpooled.wrappedBuffer(copy);
        } finally {
            received.release();
        }
    }
}
