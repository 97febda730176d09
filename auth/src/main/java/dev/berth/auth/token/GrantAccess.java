package dev.berth.auth.token;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Grants what was asked for and is allowed: never more than either, and never an error because it
/// is less.
public final class GrantAccess {
    private static final Set<Action> OF_REPOSITORIES =
            EnumSet.of(Action.PULL, Action.PUSH, Action.DELETE);
    private static final Set<Action> OF_THE_CATALOG = EnumSet.of(Action.ALL);

    private final Permissions permissions;

    public GrantAccess(Permissions permissions) {
        this.permissions = permissions;
    }

    /// One entry for each resource of which something is granted, in the order asked for.
    public List<Access> grant(Principal principal, List<Scope> scopes) {
        var granted = new LinkedHashMap<Resource, Set<Action>>();
        // Before the rights are asked: what is replaced in between is granted to nobody.
        var incarnations = new HashMap<Resource, Long>();
        for (var scope : scopes) {
            incarnations.computeIfAbsent(scope.resource(), permissions::incarnation);
        }
        for (var scope : scopes) {
            for (var action : actionsOf(scope.resource())) {
                if (scope.asksFor(action.word())
                        && permissions.allow(principal, new Permission(scope.resource(), action))) {
                    granted.computeIfAbsent(scope.resource(), _ -> EnumSet.noneOf(Action.class))
                            .add(action);
                }
            }
        }
        var access = new ArrayList<Access>();
        granted.forEach((resource, actions) ->
                access.add(new Access(resource, incarnations.getOrDefault(resource, 0L), actions)));
        return access;
    }

    private static Set<Action> actionsOf(Resource resource) {
        if (resource.type().equals(Resource.REPOSITORY)) {
            return OF_REPOSITORIES;
        }
        return resource.equals(Resource.CATALOG) ? OF_THE_CATALOG : Set.of();
    }
}
