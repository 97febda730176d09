package dev.berth.router.project;

import dev.berth.router.secret.LiveSecret;

import java.util.function.LongSupplier;

/// The router's own account at Harbor, as its secrets are now. Thread-safe.
public final class Robot {
    private final LiveSecret name;
    private final LiveSecret password;

    /// @param nanoTime as `System::nanoTime`
    public Robot(Given given, LongSupplier nanoTime) {
        this.name = new LiveSecret(given.name(), nanoTime);
        this.password = new LiveSecret(given.password(), nanoTime);
    }

    /// What the settings say about it.
    public record Given(LiveSecret.Given name, LiveSecret.Given password) {}

    public Credential credential() {
        return new Credential(name.current(), password.current());
    }
}
