package dev.berth.core.project;

import dev.berth.core.access.Right;
import dev.berth.core.session.Caller;

import java.util.Set;

/// Which projects somebody sees.
public sealed interface Visible {
    /// Who has this on the whole installation sees every project.
    Right LIST_ALL = Right.of("project:list");

    static Visible to(Caller caller) {
        return switch (caller) {
            case Caller.Nobody _ -> new Public();
            case Caller.User(var account) ->
                account.administrator() ? new All() : new ToAccount(account.id());
            case Caller.Robot robot ->
                robot.grants().reachesEverywhere() || robot.may(LIST_ALL)
                        ? new All()
                        : new These(robot.grants().projects());
        };
    }

    /// Every project.
    record All() implements Visible {}

    /// Those of which this account is a member, and public ones.
    record ToAccount(long accountId) implements Visible {}

    /// Those with these numbers, and public ones.
    record These(Set<Long> projectIds) implements Visible {
        public These {
            projectIds = Set.copyOf(projectIds);
        }
    }

    /// Public ones.
    record Public() implements Visible {}
}
