package dev.berth.app.role;

import dev.berth.platform.config.Secret;
import dev.berth.platform.lifecycle.HealthCheck;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A role that has started.
///
/// - `uri`: where clients connect, with the port it got.
/// - `data`: where its state is.
/// - `generatedPassword`: of the account `admin`, if this start made it up; it is shown
///   once.
/// - `checks`: what must be well for it to be ready.
public record Serving(
        URI uri, Path data, Optional<Secret> generatedPassword, List<HealthCheck> checks) {
    public Serving {
        checks = List.copyOf(checks);
    }
}
