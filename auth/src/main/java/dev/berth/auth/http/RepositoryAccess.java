package dev.berth.auth.http;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.platform.http.Request;

/// The key to one repository, for one request: made by [RepositoryGuard] and by nothing else.
///
/// - `repository()` is the name as sent: allowed to this caller, but not yet checked to be a
///   well-formed name, and not known to exist.
/// - Used by the thread of its request.
public final class RepositoryAccess {
    private final Door door;
    private final Request request;
    private final Credentials credentials;
    private final String repository;
    private final String scope;

    RepositoryAccess(
            Door door, Request request, Credentials credentials, String repository, String scope) {
        this.door = door;
        this.request = request;
        this.credentials = credentials;
        this.repository = repository;
        this.scope = scope;
    }

    public Principal principal() {
        return credentials.principal();
    }

    public String repository() {
        return repository;
    }

    /// True if this caller may do this too, here: credentials and rights.
    public boolean may(Action action) {
        var permission = new Permission(Resource.repository(repository), action);
        return door.covers(credentials, permission) && mayAlso(permission);
    }

    /// True if the *owner* of the credentials has this right now, whatever the token was issued
    /// for. For a mount without a source: a client cannot know which repository to name.
    public boolean mayAlso(Permission permission) {
        return door.allows(principal(), permission);
    }

    /// True if a blob may be mounted from `source`; false if its owner may not pull there, which
    /// is answered as if the blob were not there.
    ///
    /// @throws AuthException if the owner may, but the token was not issued for it: the
    ///     client is told to get one for both scopes
    public boolean mayMountFrom(String source) {
        var pull = new Permission(Resource.repository(source), Action.PULL);
        if (!mayAlso(pull)) {
            return false;
        }
        if (!door.covers(credentials, pull)) {
            var both = scope.endsWith(" " + pull) ? scope : scope + " " + pull;
            throw new AuthException(door.insufficientScope(request, both));
        }
        return true;
    }

    @Override
    public String toString() {
        return "RepositoryAccess[" + principal() + " " + scope + "]";
    }
}
