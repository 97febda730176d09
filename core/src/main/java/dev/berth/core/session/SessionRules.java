package dev.berth.core.session;

import java.time.Duration;

/// Port: what is set about logging in; asked at each request, so it answers from memory.
public interface SessionRules {
    /// How long a session lasts without a request.
    Duration idleMax();

    /// Whether strangers may make themselves a user.
    boolean selfRegistration();
}
