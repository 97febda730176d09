package dev.berth.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.testing.WatchedDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
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
        var database = WatchedDatabase.of(core.database(), call -> {
            if (full.get() && call.equals("writeRelaxed")) {
                throw new DatabaseUnavailableException("no room", null);
            }
        });
        var sessions = new Sessions(
                database,
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
}
