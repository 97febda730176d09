package dev.berth.core.project;

import dev.berth.core.session.Caller;

/// Which projects somebody sees.
public sealed interface Visible {
    static Visible to(Caller caller) {
        return switch (caller) {
            case Caller.Nobody _ -> new Public();
            case Caller.Known known when known.isAdministrator() -> new All();
            case Caller.Known known -> new ToAccount(known.account().id());
        };
    }

    /// Every project.
    record All() implements Visible {}

    /// Those of which this account is a member, and public ones.
    record ToAccount(long accountId) implements Visible {}

    /// Public ones.
    record Public() implements Visible {}
}
