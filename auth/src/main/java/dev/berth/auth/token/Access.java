package dev.berth.auth.token;

import static java.util.stream.Collectors.joining;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Resource;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// One entry of a token's access list; `actions` is not empty.
///
/// @param incarnation what the resource's name stood for then, as `Permissions` says. Where that
///     was nothing, 0, the token is for what is made under the name.
public record Access(Resource resource, long incarnation, Set<Action> actions) {
    public Access {
        actions = Collections.unmodifiableSet(EnumSet.copyOf(actions));
    }

    boolean covers(Permission permission, long incarnationNow) {
        return resource.equals(permission.resource())
                && (incarnation == incarnationNow || incarnation == 0)
                && (actions.contains(permission.action()) || actions.contains(Action.ALL));
    }

    /// As a scope: `repository:team/app:pull,push`.
    @Override
    public String toString() {
        return resource.type() + ":" + resource.name() + ":"
                + actions.stream().map(Action::word).collect(joining(","));
    }
}
