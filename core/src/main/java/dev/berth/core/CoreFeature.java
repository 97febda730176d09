package dev.berth.core;

import dev.berth.auth.account.Accounts;
import dev.berth.auth.login.Logins;
import dev.berth.core.session.SessionFeature;
import dev.berth.core.session.Sessions;
import dev.berth.core.system.SystemRoutes;
import dev.berth.core.user.UserRoutes;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.lifecycle.Health;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Every feature behind Harbor's API, assembled.
///
/// - `groups`: all routes below `/api` and `/c`.
/// - `sessions`: its `expire` is a job of every hour or so.
public record CoreFeature(List<RouteGroup> groups, Sessions sessions) {
    public CoreFeature {
        groups = List.copyOf(groups);
    }

    /// Builds them; opens nothing.
    ///
    /// @param health what `GET /health` tells, by the names that it shows
    /// @param version of this program
    public static CoreFeature assemble(
            Database database,
            Accounts accounts,
            Logins logins,
            Health health,
            String version,
            Clock clock) {
        var session = SessionFeature.assemble(database, accounts, logins, clock);
        var guards = session.guards();
        var operations = new ArrayList<Route<?>>();
        operations.addAll(new SystemRoutes(guards, health, clock, version).routes());
        operations.addAll(new UserRoutes(accounts, session.callers(), guards).routes());
        return new CoreFeature(session.groups(operations), session.sessions());
    }
}
