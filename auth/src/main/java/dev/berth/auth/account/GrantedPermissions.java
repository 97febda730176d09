package dev.berth.auth.account;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;

import java.util.List;

/// Rights by grants on prefixes.
///
/// - An administrator may do everything.
/// - An account may do what its grants say, and what everybody may.
/// - Everybody may do what the `everybody` grants say; there are none by default.
/// - The catalog shows the names of all repositories, so it is for those who may pull all.
public final class GrantedPermissions implements Permissions {
    private final Accounts accounts;
    private final List<Grant> everybody;

    public GrantedPermissions(Accounts accounts, List<Grant> everybody) {
        this.accounts = accounts;
        this.everybody = List.copyOf(everybody);
    }

    @Override
    public boolean allow(Principal principal, Permission permission) {
        return switch (principal) {
            case Principal.Anonymous _ -> allow(everybody, permission);
            case Principal.Account known ->
                accounts.find(known)
                        .filter(account -> account.administrator()
                                || allow(account.grants(), permission)
                                || allow(everybody, permission))
                        .isPresent();
        };
    }

    private static boolean allow(List<Grant> grants, Permission permission) {
        if (permission.resource().equals(Resource.CATALOG)) {
            return allowAll(grants, Action.PULL);
        }
        return permission.resource().type().equals(Resource.REPOSITORY)
                && allow(grants, permission.resource().name(), permission.action());
    }

    private static boolean allowAll(List<Grant> grants, Action action) {
        return grants.stream()
                .anyMatch(grant -> grant.prefix().isAll() && grant.actions().contains(action));
    }

    private static boolean allow(List<Grant> grants, String repository, Action action) {
        return switch (action) {
            case PULL, PUSH, DELETE -> {
                for (var grant : grants) {
                    if (grant.allows(repository, action)) {
                        yield true;
                    }
                }
                yield false;
            }
            case ALL ->
                allow(grants, repository, Action.PUSH)
                        && allow(grants, repository, Action.PULL)
                        && allow(grants, repository, Action.DELETE);
        };
    }
}
