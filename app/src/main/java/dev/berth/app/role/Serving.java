package dev.berth.app.role;

import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.HealthCheck;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A role that has started.
///
/// - `uri`: where clients connect, with the port it got.
/// - `data`: where its state is, if it has any.
/// - `firstAdministrator`: to be asked once, when everything else has started.
/// - `operators`: its own routes on the management address.
/// - `checks`: what must be well for it to be ready.
public record Serving(
        URI uri,
        Optional<Path> data,
        FirstAdministrator firstAdministrator,
        List<RouteGroup> operators,
        List<HealthCheck> checks) {
    public Serving {
        operators = List.copyOf(operators);
        checks = List.copyOf(checks);
    }
}
