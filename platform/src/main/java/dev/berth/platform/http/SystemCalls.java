package dev.berth.platform.http;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Linux calls that neither the platform nor the HTTP library offers; `fcntl(2)`.
final class SystemCalls {
    private static final int COPY_CLOSED_ON_EXEC = 1030;
    private static final int SET_PIPE_SIZE = 1031;

    private SystemCalls() {}

    /// Found at the first call: most processes never make one.
    @SuppressWarnings("restricted") // The distribution and `./berth` enable native access.
    private static final class Fcntl {
        static final MethodHandle CALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("fcntl"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
    }

    /// Another descriptor of the same open file, negative if there can be none.
    static int copy(int descriptor) {
        return fcntl(descriptor, COPY_CLOSED_ON_EXEC, 0);
    }

    /// Asks for a pipe of that size; one that the system does not grant stays as it is.
    static void resizePipe(int descriptor, int bytes) {
        int _ = fcntl(descriptor, SET_PIPE_SIZE, bytes);
    }

    private static int fcntl(int descriptor, int command, int argument) {
        try {
            return (int) Fcntl.CALL.invokeExact(descriptor, command, argument);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("fcntl", e);
        }
    }
}
