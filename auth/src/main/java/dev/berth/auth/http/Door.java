package dev.berth.auth.http;

import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.platform.http.Request;

/// Lets requests in by permission: what all guards share.
final class Door {
    private final Authenticator authenticator;
    private final Permissions permissions;
    private final Challenges challenges;

    Door(Authenticator authenticator, Permissions permissions, Challenges challenges) {
        this.authenticator = authenticator;
        this.permissions = permissions;
        this.challenges = challenges;
    }

    /// The caller's credentials, if they open `permission` and their owner has it now.
    ///
    /// @param scope what a token must be asked for to come in here
    /// @throws AuthException otherwise
    Credentials open(Request request, Permission permission, String scope)
            throws InterruptedException {
        var credentials = authenticator.authenticate(request, scope);
        if (!permissions.allow(credentials.principal(), permission)) {
            throw new AuthException(notAllowed(request, permission, scope, credentials));
        }
        if (!covers(credentials, permission)) {
            throw new AuthException(insufficientScope(request, scope));
        }
        return credentials;
    }

    /// Right credentials, whoever's they are.
    ///
    /// @throws AuthException if none are shown, or wrong ones
    Credentials openToKnown(Request request) throws InterruptedException {
        var credentials = authenticator.authenticate(request, "");
        if (credentials instanceof Credentials.Nothing) {
            throw new AuthException(new AuthRefusal.LoginNeeded(challenges.plain(request, "")));
        }
        return credentials;
    }

    /// Right credentials, or none.
    ///
    /// @throws AuthException if wrong ones are shown
    Credentials openToAll(Request request) throws InterruptedException {
        return authenticator.authenticate(request, "");
    }

    boolean covers(Credentials credentials, Permission permission) {
        return credentials.cover(permission, permissions.incarnation(permission.resource()));
    }

    boolean allows(Principal principal, Permission permission) {
        return permissions.allow(principal, permission);
    }

    AuthRefusal insufficientScope(Request request, String scope) {
        return new AuthRefusal.InsufficientScope(
                challenges.because(Challenge.Problem.INSUFFICIENT_SCOPE, request, scope));
    }

    /// Whoever has not said who they are can try to; whoever has, may not.
    private AuthRefusal notAllowed(
            Request request, Permission permission, String scope, Credentials credentials) {
        return switch (credentials.principal()) {
            case Principal.Anonymous _ ->
                new AuthRefusal.LoginNeeded(challenges.plain(request, scope));
            case Principal.Known known ->
                new AuthRefusal.Denied(
                        permissions.advice(known, permission).orElse(AuthRefusal.Denied.MESSAGE));
        };
    }
}
