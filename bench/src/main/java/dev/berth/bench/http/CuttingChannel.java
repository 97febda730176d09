package dev.berth.bench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Lets a number of bytes through and swallows the rest: an upload that is cut off.
final class CuttingChannel implements WritableByteChannel {
    private final WritableByteChannel target;
    private long allowance;

    CuttingChannel(WritableByteChannel target, long allowance) {
        this.target = target;
        this.allowance = allowance;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        int passing = (int) Math.min(length, allowance);
        Body.writeFully(target, bytes.slice(bytes.position(), passing));
        bytes.position(bytes.limit());
        allowance -= passing;
        return length;
    }

    @Override
    public boolean isOpen() {
        return target.isOpen();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("a body does not close its connection");
    }
}
