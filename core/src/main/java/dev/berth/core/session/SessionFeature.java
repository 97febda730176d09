package dev.berth.core.session;

import dev.berth.auth.account.Accounts;
import dev.berth.auth.login.Logins;
import dev.berth.core.access.RobotGrants;
import dev.berth.core.api.HarborErrorResponses;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.http.RouteGroup.EmptySegments;

import java.time.Clock;
import java.util.List;

/// Who is calling, assembled.
///
/// Features declare their operations with [#guards], and [#groups] makes route groups of them.
public final class SessionFeature {
    /// Every answer is for its reader alone, is shown in no frame, and is what it says it is.
    private static final Headers FIELDS = Headers.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer");

    private final Callers callers;
    private final Sessions sessions;
    private final Csrf csrf;
    private final ApiGuards guards;
    private final LoginRoutes loginRoutes;

    private SessionFeature(
            Callers callers,
            Sessions sessions,
            Csrf csrf,
            ApiGuards guards,
            LoginRoutes loginRoutes) {
        this.callers = callers;
        this.sessions = sessions;
        this.csrf = csrf;
        this.guards = guards;
        this.loginRoutes = loginRoutes;
    }

    public static SessionFeature assemble(
            Database database,
            Accounts accounts,
            Logins logins,
            RobotGrants robots,
            SessionRules rules,
            Outbox outbox,
            Clock clock) {
        var csrf = new Csrf();
        var sessions = new Sessions(database, accounts, outbox, rules::idleMax, clock);
        var callers = new Callers(logins, robots, sessions, csrf);
        return new SessionFeature(
                callers,
                sessions,
                csrf,
                new ApiGuards(callers, csrf, rules),
                new LoginRoutes(callers, sessions, csrf, accounts, rules));
    }

    public Callers callers() {
        return callers;
    }

    public ApiGuards guards() {
        return guards;
    }

    /// Has a job: what is left of ended sessions is to be removed now and then.
    public Sessions sessions() {
        return sessions;
    }

    /// All route groups: these operations below `/api`, and logging in and out below `/c`.
    public List<RouteGroup> groups(List<Route<?>> operations) {
        var api = new RouteGroup(
                "/api", operations, new HarborErrorResponses(), FIELDS, EmptySegments.IGNORED);
        return List.of(csrf.telling(api), loginRoutes.routes(FIELDS));
    }
}
