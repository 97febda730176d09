package dev.berth.core.session;

import dev.berth.jobs.event.EventType;

import java.util.List;

/// The types of this package's events.
public final class SessionEvents {
    static final EventType<LoggedIn> LOGGED_IN = new EventType<>("logged-in", LoggedIn.class);
    static final EventType<LoggedOut> LOGGED_OUT = new EventType<>("logged-out", LoggedOut.class);

    /// All of them.
    public static final List<EventType<?>> TYPES = List.of(LOGGED_IN, LOGGED_OUT);

    private SessionEvents() {}
}
