package dev.berth.platform.http;

import java.io.IOException;

/// The client closed the connection or reset the stream before the request was answered.
///
/// Ordinary: parallel downloads do it all the time. It is counted, never logged as an error, and
/// has no stack trace so that it costs nothing.
public final class PeerGoneException extends IOException {
    public PeerGoneException() {
        super("the client went away");
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing, so needs no lock
    public Throwable fillInStackTrace() {
        return this;
    }
}
