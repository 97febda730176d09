package dev.berth.platform.lifecycle;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// Sends one datagram to a Unix domain socket on Linux; the JDK knows only streams there.
///
/// How it works: `socket`, `sendto` and `close` of the C library through the foreign
/// function API, with a `sockaddr_un` filled by hand. The names and numbers are those of
/// unix(7), the same on every Linux that the JDK runs on.
final class UnixDatagram {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int PATH_BYTES_MAX = 108;

    private UnixDatagram() {}

    /// Sends `text` in UTF-8.
    ///
    /// @param address a path, or a name in the abstract namespace that starts with `@`
    /// @throws IOException with the system's error number if it does not go out
    static void send(String address, String text) throws IOException {
        var path = address.getBytes(StandardCharsets.UTF_8);
        if (path.length > PATH_BYTES_MAX) {
            throw new IOException("longer than a socket address can be: " + address);
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        try (var arena = Arena.ofConfined()) {
            var c = new C(arena);
            int descriptor = c.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            try {
                c.sendTo(descriptor, bytes(arena, text), socketAddress(arena, path));
            } finally {
                c.close(descriptor);
            }
        } catch (IOException e) {
            throw new IOException(
                    "cannot tell the service manager at " + address + ": " + e.getMessage(), e);
        }
    }

    private static MemorySegment bytes(Arena arena, String text) {
        return arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
    }

    /// `struct sockaddr_un`: the family in two bytes, then the path.
    private static MemorySegment socketAddress(Arena arena, byte[] path) {
        var address =
                arena.allocate(JAVA_SHORT.byteSize() + path.length, JAVA_SHORT.byteAlignment());
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, JAVA_SHORT.byteSize(), path.length);
        return address;
    }

    /// The functions of the C library; a negative answer becomes an [IOException].
    private static final class C {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
        private static final MethodHandle SOCKET =
                function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        private static final MethodHandle SEND_TO = function(
                "sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);

        private final MemorySegment state;

        C(Arena arena) {
            state = arena.allocate(STATE);
        }

        int socket(int domain, int type, int protocol) throws IOException {
            try {
                return (int) succeeded(
                        "socket", (int) SOCKET.invokeExact(state, domain, type, protocol));
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        void sendTo(int descriptor, MemorySegment bytes, MemorySegment address) throws IOException {
            try {
                succeeded("sendto", (long) SEND_TO.invokeExact(
                        state, descriptor, bytes, bytes.byteSize(), 0, address, (int)
                                address.byteSize()));
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        void close(int descriptor) throws IOException {
            try {
                succeeded("close", (int) CLOSE.invokeExact(state, descriptor));
            } catch (Throwable e) {
                throw failure(e);
            }
        }

        private long succeeded(String function, long answer) throws IOException {
            if (answer < 0) {
                throw new IOException(function + " failed with errno " + state.get(JAVA_INT, 0));
            }
            return answer;
        }

        @SuppressWarnings("restricted") // The descriptors above are those of the C library.
        private static MethodHandle function(
                String name, MemoryLayout answer, MemoryLayout... arguments) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name),
                    FunctionDescriptor.of(answer, arguments),
                    Linker.Option.captureCallState("errno"));
        }

        /// What a method handle throws by its signature is nothing that these functions
        /// throw.
        private static IOException failure(Throwable thrown) {
            return switch (thrown) {
                case IOException failure -> failure;
                case Error error -> throw error;
                default -> throw new IllegalStateException(thrown);
            };
        }
    }
}
