package dev.berth.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The HTTP/1.1 parser, with two things more than the library's.
///
/// - A line of a head that begins with a space or tab is refused: folded fields, and whitespace
///   before the first field, are read differently by different servers (RFC 9112 §2.2, §5.2).
/// - It tells the connection's watch when a head begins and ends.
/// - It hands the bytes of a body straight to whoever answers the request, if that has begun, so
///   that they are copied once less. (A request that waits for the one before it has not begun; its
///   body takes the library's way.)
final class StrictDecoder extends VertxHttpRequestDecoder {
    private final ConnectionWatch watch;
    private boolean inHead = true;
    private boolean firstContent;
    private @Nullable BodyInput body;
    private boolean broken;

    StrictDecoder(Http1ServerConfig config, ConnectionWatch watch) {
        super(config);
        this.watch = watch;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        if (broken || watch.isDistrusted()) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead) {
            watch.headContinues();
            if (hasFoldedLine(in)) {
                broken = true;
                in.skipBytes(in.readableBytes());
                out.add(refused("a line of the head begins with whitespace"));
                return;
            }
        }
        int next = out.size();
        super.decode(context, in, out);
        while (next < out.size()) {
            next += decoded(out, next);
        }
    }

    /// Looks at a message of the parser; tells how many are left of it, 0 or 1.
    private int decoded(List<Object> out, int at) {
        var message = out.get(at);
        if (message instanceof HttpRequest request) {
            headDecoded(out, at, request);
        }
        return message instanceof HttpContent content ? contentDecoded(out, at, content) : 1;
    }

    private void headDecoded(List<Object> out, int at, HttpRequest request) {
        inHead = false;
        firstContent = true;
        watch.headEnded();
        var version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_0) && !version.equals(HttpVersion.HTTP_1_1)) {
            broken = true;
            out.set(at, refused("the version is neither HTTP/1.0 nor HTTP/1.1"));
        }
    }

    private int contentDecoded(List<Object> out, int at, HttpContent content) {
        if (firstContent) {
            firstContent = false;
            body = watch.body();
        }
        if (content.decoderResult().isFailure() && body != null) {
            var cause = content.decoderResult().cause();
            body.end(new HttpException(
                    new HttpProblem.Malformed("the body is malformed: " + cause.getMessage())));
            broken = true;
            out.remove(at);
            return 0;
        }
        boolean isLast = content instanceof LastHttpContent;
        inHead = isLast;
        if (body == null) {
            return 1;
        }
        body.arrived(content.content());
        if (isLast) {
            out.set(at, LastHttpContent.EMPTY_LAST_CONTENT);
            return 1;
        }
        out.remove(at);
        return 0;
    }

    private HttpMessage refused(String reason) {
        var message = createInvalidMessage();
        message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(reason)));
        return message;
    }

    /// Whether a line that is whole or begun begins with whitespace; lines are consumed whole, so
    /// the reader index is at the start of one.
    private static boolean hasFoldedLine(ByteBuf in) {
        int line = in.readerIndex();
        while (line < in.writerIndex()) {
            byte first = in.getByte(line);
            if (first == ' ' || first == '\t') {
                return true;
            }
            int feed = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (feed < 0 || feed - line <= 1) {
                return false;
            }
            line = feed + 1;
        }
        return false;
    }
}
