package dev.berth.platform.database.testing;

import dev.berth.platform.database.Database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getTargetException();
                    }
                });
    }
}
