package dev.berth.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.spi.transport.Transport;

import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the open connections of a server, those still shaking hands included.
///
/// How it works: it sits in front of the listening socket's own handler and sees each connection
/// before anything is set up for it; one too many is closed there and then.
final class AcceptLimit {
    private final int connectionsMax;
    private final HttpEvents events;
    private final AtomicInteger open = new AtomicInteger();

    AcceptLimit(int connectionsMax, HttpEvents events) {
        this.connectionsMax = connectionsMax;
        this.events = events;
    }

    /// Native epoll where it loads, else the JDK's own.
    Transport transport() {
        var epoll = new LimitedEpoll();
        return epoll.isAvailable() ? epoll : new LimitedNio();
    }

    private final class LimitedEpoll extends EpollTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            var factory = super.serverChannelFactory(domainSocket);
            return () -> limited(factory.newChannel());
        }
    }

    private final class LimitedNio extends NioTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            var factory = super.serverChannelFactory(domainSocket);
            return () -> limited(factory.newChannel());
        }
    }

    private ServerChannel limited(ServerChannel listening) {
        listening.pipeline().addFirst(new Gate());
        return listening;
    }

    private final class Gate extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            var connection = (Channel) accepted;
            if (open.incrementAndGet() > connectionsMax) {
                open.decrementAndGet();
                events.limitReached(ServerLimit.CONNECTIONS);
                connection.unsafe().closeForcibly();
                return;
            }
            events.connections(1);
            connection.closeFuture().addListener(_ -> {
                open.decrementAndGet();
                events.connections(-1);
            });
            context.fireChannelRead(connection);
        }
    }
}
