package dev.berth.core.configuration;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;

import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;

/// Refuses every request that would change something, while the installation is read-only.
///
/// It is refused before it is found out who asks. What stays possible is to end the mode, to log
/// in, and to get a token.
public final class ReadOnlyMode {
    /// What an administrator needs to end it.
    private static final Set<String> EXEMPT = Set.of("updateConfigurations", "login", "userExists");

    private final Configurations configurations;

    public ReadOnlyMode(Configurations configurations) {
        this.configurations = configurations;
    }

    /// The same routes of Harbor's API, guarded.
    public RouteGroup overApi(RouteGroup group) {
        return over(
                group, () -> new HarborException(ErrorCode.DENIED, AuthRefusal.ReadOnly.MESSAGE));
    }

    /// The same routes of `/v2`, guarded.
    public RouteGroup overRegistry(RouteGroup group) {
        return over(group, () -> new AuthException(new AuthRefusal.ReadOnly()));
    }

    private RouteGroup over(RouteGroup group, Supplier<RuntimeException> refusal) {
        return new RouteGroup(
                group.prefix(),
                group.routes().stream()
                        .<Route<?>>map(route -> over(route, refusal))
                        .toList(),
                group.errors(),
                group.fields(),
                group.emptySegments());
    }

    private <C> Route<C> over(Route<C> route, Supplier<RuntimeException> refusal) {
        boolean changes = switch (route.method()) {
            case GET, HEAD -> false;
            case POST, PUT, PATCH, DELETE -> !EXEMPT.contains(route.operation());
        };
        return changes
                ? route.withGuard(new Changing<>(route.guard(), configurations, refusal))
                : route;
    }

    /// What lets the change in outside of read-only mode.
    private record Changing<C>(
            Guard<C> guard, Configurations configurations, Supplier<RuntimeException> refusal)
            implements Guard<C> {
        @Override
        public String permission() {
            return guard.permission();
        }

        @Override
        public C admit(Request request) throws IOException, InterruptedException {
            if (configurations.value(Items.READ_ONLY)) {
                throw refusal.get();
            }
            return guard.admit(request);
        }
    }
}
