package dev.berth.core.session;

import dev.berth.auth.account.Account;
import dev.berth.auth.http.Authorization;
import dev.berth.auth.login.Identity;
import dev.berth.auth.login.LoginOutcome;
import dev.berth.auth.login.Logins;
import dev.berth.core.access.RobotGrants;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;

import java.util.Optional;

/// Finds out who calls an operation of the API.
///
/// - `Authorization` comes first: a password, right or wrong, is all that counts then. Without it,
///   a session's cookie. Tokens are for `/v2` and open nothing here.
/// - Who shows something wrong is nobody; what nobody may do goes on.
public final class Callers {
    static final String COOKIE = "sid";

    /// A client that only looks now and then sends this, so that its session ends all the same.
    private static final String NO_RENEWAL = "X-Harbor-No-Session-Renewal";

    private final Logins logins;
    private final RobotGrants robots;
    private final Sessions sessions;
    private final Csrf csrf;

    Callers(Logins logins, RobotGrants robots, Sessions sessions, Csrf csrf) {
        this.logins = logins;
        this.robots = robots;
        this.sessions = sessions;
        this.csrf = csrf;
    }

    /// Who sends `request`.
    ///
    /// @throws dev.berth.core.api.HarborException if the request is forged
    /// @throws HttpException if the password cannot be looked at now
    Caller of(Request request) throws InterruptedException {
        var cookie = Cookies.find(request, COOKIE);
        if (cookie.isPresent()) {
            csrf.require(request);
        }
        var caller = switch (Authorization.parse(request.headers().all("Authorization"))) {
            case Authorization.None _ ->
                cookie.flatMap(token -> bySession(token, request))
                        .<Caller.Known>map(Caller.User::new);
            case Authorization.Basic(var name, var password) ->
                identity(name, password, request).flatMap(this::known);
            case Authorization.Bearer _, Authorization.Unusable _ -> Optional.<Caller.Known>empty();
        };
        caller.ifPresent(known -> request.identified(known.name()));
        return caller.<Caller>map(known -> known).orElseGet(Caller.Nobody::new);
    }

    private Optional<Caller.Known> known(Identity who) {
        return switch (who) {
            case Identity.User(var account) -> Optional.of(new Caller.User(account));
            case Identity.Machine(var robot) ->
                robots.findGrants(robot.principal().id())
                        .map(grants -> new Caller.Robot(robot.principal(), grants));
        };
    }

    /// The account with this name, or address, and this password; no robot is one.
    ///
    /// @throws HttpException after too many failures, or with too many log-ins just now
    public Optional<Account> byPassword(String name, Secret password, Request request)
            throws InterruptedException {
        return identity(name, password, request)
                .flatMap(who -> who instanceof Identity.User(var account)
                        ? Optional.of(account)
                        : Optional.empty());
    }

    private Optional<Identity> identity(String name, Secret password, Request request)
            throws InterruptedException {
        return switch (logins.check(name, password, request.client())) {
            case LoginOutcome.Accepted(var who) -> Optional.of(who);
            case LoginOutcome.Refused _ -> Optional.empty();
            case LoginOutcome.HeldUp(var retryAfter) ->
                throw new HttpException(new HttpProblem.TooMany(
                        "too many failed logins; try again later", retryAfter));
            case LoginOutcome.Busy(var retryAfter) ->
                throw new HttpException(new HttpProblem.Unavailable(
                        "too many logins at this moment; try again later", retryAfter));
        };
    }

    private Optional<Account> bySession(String token, Request request) {
        var use = request.headers().first(NO_RENEWAL).isPresent()
                ? Sessions.Use.LEAVE
                : Sessions.Use.PROLONG;
        return sessions.find(Secret.of(token), use);
    }
}
