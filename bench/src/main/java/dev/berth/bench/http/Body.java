package dev.berth.bench.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// What a request carries. The same body can be written any number of times, by any thread.
public interface Body {
    /// No bytes at all.
    Body EMPTY = new Body() {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public void writeTo(WritableByteChannel channel) {}
    };

    static Body of(byte[] bytes) {
        var content = ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
        return new Body() {
            @Override
            public long length() {
                return content.capacity();
            }

            @Override
            public void writeTo(WritableByteChannel channel) throws IOException {
                writeFully(channel, content.duplicate());
            }
        };
    }

    /// The number of bytes that [#writeTo] writes.
    long length();

    void writeTo(WritableByteChannel channel) throws IOException;

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
