package dev.berth.registry.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/// A stream without bytes, whose end is an event of the test.
public final class Tail extends InputStream {
    private final Event event;

    private Tail(Event event) {
        this.event = event;
    }

    /// The first `length` of `bytes`, then `event`.
    public static InputStream after(byte[] bytes, int length, Event event) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, length), new Tail(event));
    }

    @Override
    public int read() throws IOException {
        event.happen();
        return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read();
    }

    /// What happens where the bytes end: nothing, a wait, a failure.
    @FunctionalInterface
    public interface Event {
        void happen() throws IOException;
    }
}
