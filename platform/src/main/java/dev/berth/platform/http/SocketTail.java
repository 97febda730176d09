package dev.berth.platform.http;

import io.netty.channel.unix.FileDescriptor;

import java.io.IOException;

/// What is left of a body on a connection from which nobody else reads any more.
///
/// Holds a descriptor of its own, which stays good when the connection is closed elsewhere; whoever
/// has it closes it.
public final class SocketTail implements AutoCloseable {
    private final FileDescriptor socket;
    private final long bytes;

    private SocketTail(FileDescriptor socket, long bytes) {
        this.socket = socket;
        this.bytes = bytes;
    }

    /// Copies a descriptor.
    ///
    /// @param socket of a connected stream that does not block
    /// @param bytes of the body that have not been read yet, at least 1
    /// @throws IOException if the process may have no more descriptors
    public static SocketTail of(int socket, long bytes) throws IOException {
        int copy = SystemCalls.copy(socket);
        if (copy < 0) {
            throw new IOException("no descriptor is left for the rest of an answer");
        }
        return new SocketTail(new FileDescriptor(copy), bytes);
    }

    long bytes() {
        return bytes;
    }

    FileDescriptor socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
