package dev.berth.auth.http;

import dev.berth.auth.Action;
import dev.berth.auth.Permissions;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.account.FirstStart;
import dev.berth.auth.login.Logins;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.robot.RobotDirectory;
import dev.berth.auth.token.GrantAccess;
import dev.berth.auth.token.SigningKeys;
import dev.berth.auth.token.TokenPolicy;
import dev.berth.auth.token.Tokens;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.RouteGroup;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/// Everything about who may come in, assembled.
///
/// - `routes`: the token service. `guards`: the doors of `/v2`.
/// - [#start] before the first request, [#ensureAdministrator] when everything has started, and
///   `signingKeys().rotate()` every hour, in one process at least.
public record AuthFeature(
        RouteGroup routes,
        Guards guards,
        Accounts accounts,
        Logins logins,
        Permissions permissions,
        SigningKeys signingKeys,
        AuthMetrics metrics,
        AuthSettings settings) {
    /// With accounts alone.
    public static AuthFeature assemble(
            AuthSettings settings,
            Database database,
            PasswordHashes hashes,
            Accounts accounts,
            Permissions permissions,
            Clock clock) {
        return assemble(
                settings,
                database,
                hashes,
                accounts,
                RobotDirectory.EMPTY,
                permissions,
                settings.tokens()::lifetime,
                clock);
    }

    /// As the other, with robots, and a lifetime of tokens that may change while this runs.
    ///
    /// @param tokenLifetime of a token that is issued now; cut to the longest lifetime of the
    ///     settings, as long as its key is kept
    public static AuthFeature assemble(
            AuthSettings settings,
            Database database,
            PasswordHashes hashes,
            Accounts accounts,
            RobotDirectory robots,
            Permissions permissions,
            Supplier<Duration> tokenLifetime,
            Clock clock) {
        var longest = longestLifetime(settings.tokens());
        var keys = new SigningKeys(database, settings.signingKeyLifetime(), longest, clock);
        var logins = new Logins(accounts, robots, hashes, clock);
        var tokens = new Tokens(
                keys, settings.tokens(), () -> shorter(tokenLifetime.get(), longest), clock);
        var challenges = new Challenges(settings.tokens().service(), settings.challenge());
        var authenticator = new Authenticator(logins, tokens, accounts, robots, challenges);
        var door = new Door(authenticator, permissions, challenges);
        var form = new TokenForm(settings.tokens().service());
        var routes = new TokenRoutes(
                new QueryTokenGuard(authenticator, form),
                new FormTokenGuard(authenticator, form),
                new GrantAccess(permissions),
                tokens,
                settings.identityTokens());
        return new AuthFeature(
                routes.routes(),
                guards(door, settings),
                accounts,
                logins,
                permissions,
                keys,
                new AuthMetrics(tokens, logins, hashes),
                settings);
    }

    private static Duration longestLifetime(TokenPolicy tokens) {
        return tokens.lifetime().compareTo(tokens.refreshLifetime()) > 0
                ? tokens.lifetime()
                : tokens.refreshLifetime();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Guards guards(Door door, AuthSettings settings) {
        return new Guards(
                new RepositoryGuard(door, Action.PULL),
                new RepositoryGuard(door, Action.PUSH),
                new RepositoryGuard(door, Action.DELETE),
                new CatalogGuard(door),
                new PingGuard(door, settings.anonymousPing()));
    }

    /// Makes the first signing key where there is none. Before the first request.
    public void start() {
        signingKeys.makeFirst();
    }

    /// Makes the first administrator where there is no account. When everything else has started:
    /// a new password is in the answer, is kept nowhere, and must be shown to the operator.
    public FirstStart ensureAdministrator() throws InterruptedException {
        return accounts.ensureAdministrator(settings.adminPassword());
    }
}
