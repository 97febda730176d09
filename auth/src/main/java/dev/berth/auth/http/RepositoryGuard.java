package dev.berth.auth.http;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Resource;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

import java.util.Optional;
import java.util.regex.Pattern;

/// Lets in who may do this with the repository that the path names.
///
/// The path's pattern captures the repository as [#NAME].
public final class RepositoryGuard implements Guard<RepositoryAccess> {
    public static final String NAME = "name";

    /// Roughly a repository's name: what may stand in a challenge.
    private static final Pattern NAME_SHAPE = Pattern.compile("[a-z0-9._/-]{1,255}");

    private final Door door;
    private final Action action;

    /// What a client is told to ask a token for; who pushes also pulls.
    private final String actions;

    RepositoryGuard(Door door, Action action) {
        this.door = door;
        this.action = action;
        this.actions = action == Action.PUSH ? "pull,push" : action.word();
    }

    @Override
    public String permission() {
        return action.word();
    }

    @Override
    public RepositoryAccess admit(Request request) throws InterruptedException {
        var repository = Resource.repository(request.parameter(NAME));
        var scope = repository.type() + ":" + repository.name() + ":" + actions
                + mountSource(request).map(source -> " " + source).orElse("");
        var credentials = door.open(request, new Permission(repository, action), scope);
        return new RepositoryAccess(door, request, credentials, repository.name(), scope);
    }

    /// What a mount reads from, so that a client without a token asks for both at once.
    private Optional<Permission> mountSource(Request request) {
        if (action != Action.PUSH || request.query().first("mount").isEmpty()) {
            return Optional.empty();
        }
        return request.query()
                .first("from")
                .filter(from -> NAME_SHAPE.matcher(from).matches())
                .map(from -> new Permission(Resource.repository(from), Action.PULL));
    }
}
