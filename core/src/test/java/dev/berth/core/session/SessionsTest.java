package dev.berth.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionsTest {
    private final TestCore core;

    SessionsTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() {
        core.close();
    }

    @Test
    void a_database_that_takes_no_writes_ends_no_session_before_its_time() {
        var full = new AtomicBoolean();
        var sessions = new Sessions(
                writable(core.database(), full),
                core.accounts(),
                new Outbox(core.clock()),
                () -> Duration.ofHours(1),
                core.clock());
        var admin = core.accounts().find("admin").orElseThrow();
        var token = sessions.begin(admin);

        full.set(true);
        core.clock().advance(Duration.ofMinutes(30));
        assertThat(sessions.find(token, Sessions.Use.PROLONG)).contains(admin);
        full.set(false);
        core.clock().advance(Duration.ofMinutes(29));
        assertThat(sessions.find(token, Sessions.Use.PROLONG)).contains(admin);

        full.set(true);
        core.clock().advance(Duration.ofMinutes(60));
        assertThat(sessions.find(token, Sessions.Use.PROLONG)).isEmpty();
    }

    /// The same database, which takes no relaxed writes while it is full.
    private static Database writable(Database database, AtomicBoolean full) {
        return (Database) Proxy.newProxyInstance(
                Database.class.getClassLoader(),
                new Class<?>[] {Database.class},
                (_, method, arguments) -> {
                    if (full.get() && method.getName().equals("writeRelaxed")) {
                        throw new DatabaseUnavailableException("no room", null);
                    }
                    return method.invoke(database, arguments);
                });
    }
}
