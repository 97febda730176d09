package dev.berth.auth.http;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.login.Identity;
import dev.berth.auth.login.LoginOutcome;
import dev.berth.auth.login.Logins;
import dev.berth.auth.robot.Robot;
import dev.berth.auth.robot.RobotDirectory;
import dev.berth.auth.token.Subject;
import dev.berth.auth.token.Tokens;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Request;

import java.util.Optional;
import java.util.function.Supplier;

/// Finds out who is asking.
///
/// - Wrong credentials are refused, also where none would have been needed: who sends a password
///   wants to know that it is wrong.
/// - A token is worth nothing without its account or robot as it was: the same number and password.
public final class Authenticator {
    private final Logins logins;
    private final Tokens tokens;
    private final Accounts accounts;
    private final RobotDirectory robots;
    private final Challenges challenges;

    Authenticator(
            Logins logins,
            Tokens tokens,
            Accounts accounts,
            RobotDirectory robots,
            Challenges challenges) {
        this.logins = logins;
        this.tokens = tokens;
        this.accounts = accounts;
        this.robots = robots;
        this.challenges = challenges;
    }

    /// What `request` shows: nothing, a password or a token.
    ///
    /// @param scope what a refused caller is told to get a token for; empty for nothing special
    /// @throws AuthException if what it shows is wrong
    public Credentials authenticate(Request request, String scope) throws InterruptedException {
        var credentials = credentials(request, scope);
        request.identified(credentials.principal().name());
        return credentials;
    }

    private Credentials credentials(Request request, String scope) throws InterruptedException {
        return switch (Authorization.parse(request.headers().all("Authorization"))) {
            case Authorization.None _ -> new Credentials.Nothing();
            case Authorization.Basic(var name, var password) ->
                new Credentials.Password(
                        login(name, password, request, () -> challenges.plain(request, scope))
                                .principal());
            case Authorization.Bearer(var token) ->
                byToken(token).orElseThrow(() -> invalidToken(request, scope));
            case Authorization.Unusable _ ->
                throw new AuthException(
                        new AuthRefusal.WrongCredentials(challenges.plain(request, scope)));
        };
    }

    /// Whom this name and password belong to.
    ///
    /// @param refused what a caller hears whose name or password is wrong
    /// @throws AuthException if they are wrong, or cannot be checked now
    Identity login(String name, Secret password, Request request, Supplier<Challenge> refused)
            throws InterruptedException {
        return switch (logins.check(name, password, request.client())) {
            case LoginOutcome.Accepted(var who) -> who;
            case LoginOutcome.Refused _ ->
                throw new AuthException(new AuthRefusal.WrongCredentials(refused.get()));
            case LoginOutcome.HeldUp(var retryAfter) ->
                throw new AuthException(new AuthRefusal.HeldUp(retryAfter));
            case LoginOutcome.Busy(var retryAfter) ->
                throw new AuthException(new AuthRefusal.Busy(retryAfter));
        };
    }

    /// Whose refresh token this is, if its holder and the password are still the same.
    Optional<Subject.Holder> refresh(Secret token) {
        return tokens.verifyRefresh(token.reveal()).filter(this::isStill);
    }

    private Optional<Credentials> byToken(Secret token) {
        return tokens.verify(token.reveal())
                .filter(verified -> switch (verified.subject()) {
                    case Subject.Nobody _ -> true;
                    case Subject.Holder holder -> isStill(holder);
                })
                .map(Credentials.Token::new);
    }

    private boolean isStill(Subject.Holder holder) {
        var version = switch (holder.principal()) {
            case Principal.Account account -> accounts.find(account).map(Account::passwordVersion);
            case Principal.Robot robot -> robots.find(robot.id()).map(Robot::secretVersion);
        };
        return version.filter(holder::isStill).isPresent();
    }

    private AuthException invalidToken(Request request, String scope) {
        return new AuthException(new AuthRefusal.InvalidToken(
                challenges.because(Challenge.Problem.INVALID_TOKEN, request, scope)));
    }
}
