package dev.berth.core;

import dev.berth.auth.login.Logins;
import dev.berth.core.configuration.Configurations;
import dev.berth.jobs.event.EventSource;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;

import java.time.Clock;
import java.util.List;

/// What the features stand on.
///
/// @param sources what else counts events in the memory of this process
public record Foundation(
        Database database,
        Logins logins,
        Configurations configurations,
        Outbox outbox,
        List<EventSource> sources,
        Clock clock) {
    public Foundation {
        sources = List.copyOf(sources);
    }
}
