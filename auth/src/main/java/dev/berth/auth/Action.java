package dev.berth.auth;

import java.util.Locale;

/// What can be done with a [Resource]; the words of the token scope grammar.
public enum Action {
    PULL,
    PUSH,
    DELETE,
    /// Everything, as in `registry:catalog:*`.
    ALL;

    /// The word on the wire: `pull`, `push`, `delete`, `*`.
    public String word() {
        return this == ALL ? "*" : name().toLowerCase(Locale.ROOT);
    }
}
