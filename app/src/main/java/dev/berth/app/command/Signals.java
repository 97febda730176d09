package dev.berth.app.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the system tells a process.
///
/// A shutdown hook would hear it too, but then the process ends with 143 however well it
/// stopped, which service managers take for a failure. `sun.misc.Signal` (module
/// jdk.unsupported) is the only
/// other way; it is called by name, because the compiler's warning about it cannot be
/// switched off.
final class Signals {
    private static final int KILLED = 128;

    private Signals() {}

    /// Calls `stop` at the first SIGTERM or SIGINT; a second one ends the process at once.
    static void onStop(Runnable stop) {
        var asked = new AtomicBoolean();
        InvocationHandler handler = (_, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                if (asked.getAndSet(true)) {
                    Runtime.getRuntime().halt(KILLED + number(arguments[0]));
                }
                stop.run();
                yield null;
            }
            case "equals" -> false;
            case "hashCode" -> 0;
            default -> "stop";
        };
        try {
            handle("TERM", handler);
            handle("INT", handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Java runtime lacks the module jdk.unsupported", e);
        }
    }

    private static void handle(String name, InvocationHandler handler)
            throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var type = Class.forName("sun.misc.SignalHandler");
        var proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        signal.getMethod("handle", signal, type)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }

    private static int number(Object signal) throws ReflectiveOperationException {
        return (int) signal.getClass().getMethod("getNumber").invoke(signal);
    }
}
