package dev.berth.platform.database.testing;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Any database, with somebody who hears of each call before it is made.
public final class WatchedDatabase {
    private WatchedDatabase() {}

    /// The same as `database`.
    ///
    /// @param watch hears the name of the method; what it throws comes in place of the call
    public static Database of(Database database, Consumer<String> watch) {
        return (Database) Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (_, method, arguments) -> {
                    watch.accept(method.getName());
                    return call(database, method, arguments);
                });
    }

    /// The same as `database`, but the first `writes` that commit are told as failed, as when the
    /// connection is lost during the commit.
    public static Database losingAnswers(Database database, int writes) {
        var left = new AtomicInteger(writes);
        return (Database) Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (_, method, arguments) -> {
                    var result = call(database, method, arguments);
                    if (method.getName().startsWith("write") && left.getAndDecrement() > 0) {
                        throw new DatabaseUnavailableException("lost during the commit", null);
                    }
                    return result;
                });
    }

    private static @Nullable Object call(
            Database database, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(database, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }
}
