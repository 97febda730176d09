package dev.berth.auth.testing;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Rights as tests give them: administrators may do everything, others what was given to them on
/// names that begin with a prefix.
public final class TestPermissions implements Permissions {
    /// Of what was never replaced.
    private static final long FIRST = 1;

    private final Accounts accounts;
    private final Map<Given, Set<Action>> given = new ConcurrentHashMap<>();
    private final Map<Resource, Long> incarnations = new ConcurrentHashMap<>();

    TestPermissions(Accounts accounts) {
        this.accounts = accounts;
    }

    private record Given(String name, String prefix) {}

    /// Gives rights to an account, or to everybody under the empty name: `team/:push+delete`. Who
    /// may push may pull.
    public void give(String name, String rights) {
        var parts = rights.split(":", 2);
        var actions = Arrays.stream(parts[1].split("\\+", -1))
                .map(word -> Action.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                .collect(Collectors.toSet());
        if (actions.contains(Action.PUSH)) {
            actions.add(Action.PULL);
        }
        given.put(new Given(name, parts[0]), actions);
    }

    public void take(String name, String prefix) {
        given.remove(new Given(name, prefix));
    }

    /// Something else has this name from now on.
    public void replace(Resource resource) {
        incarnations.merge(resource, FIRST + 1, (before, _) -> before + 1);
    }

    @Override
    public boolean allow(Principal principal, Permission permission) {
        return isGiven("", permission)
                || switch (principal) {
                    case Principal.Anonymous _ -> false;
                    case Principal.Robot robot -> isGiven(robot.name(), permission);
                    case Principal.Account known ->
                        accounts.find(known)
                                .filter(account -> allow(account, permission))
                                .isPresent();
                };
    }

    private boolean allow(Account account, Permission permission) {
        return account.administrator() || isGiven(account.name().text(), permission);
    }

    private boolean isGiven(String name, Permission permission) {
        return permission.resource().type().equals(Resource.REPOSITORY)
                && given.entrySet().stream()
                        .filter(entry -> entry.getKey().name().equals(name))
                        .filter(entry -> permission
                                .resource()
                                .name()
                                .startsWith(entry.getKey().prefix()))
                        .anyMatch(entry -> entry.getValue().contains(permission.action()));
    }

    @Override
    public long incarnation(Resource resource) {
        return incarnations.getOrDefault(resource, FIRST);
    }
}
