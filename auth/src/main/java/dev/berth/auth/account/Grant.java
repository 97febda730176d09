package dev.berth.auth.account;

import static java.util.stream.Collectors.joining;

import dev.berth.auth.Action;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// The right to do something with some repositories.
///
/// - `actions`: pull, push, delete; never empty. Who may push may pull: every client looks before
///   it pushes.
/// - As text: `<prefix>:<action>[+<action>…]`, such as `team/:push+delete`.
public record Grant(RepositoryPrefix prefix, Set<Action> actions) {
    private static final String FORM =
            "write it as `<prefix>:<action>[+<action>]`, such as `team/:push+delete`; the"
                    + " actions are pull, push, delete";

    /// @throws IllegalArgumentException without an action, or with [Action#ALL]
    public Grant {
        if (actions.isEmpty() || actions.contains(Action.ALL)) {
            throw new IllegalArgumentException(FORM);
        }
        var complete = EnumSet.copyOf(actions);
        if (complete.contains(Action.PUSH)) {
            complete.add(Action.PULL);
        }
        actions = Collections.unmodifiableSet(complete);
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException whose message tells what to write
    public static Grant parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(FORM);
        }
        return new Grant(
                new RepositoryPrefix(text.substring(0, colon)),
                parseActions(text.substring(colon + 1)));
    }

    /// Reads `pull`, `push+delete` and so on.
    ///
    /// @throws IllegalArgumentException whose message tells what to write
    public static Set<Action> parseActions(String text) {
        var actions = EnumSet.noneOf(Action.class);
        for (var word : text.split("\\+", -1)) {
            actions.add(
                    switch (word) {
                        case "pull" -> Action.PULL;
                        case "push" -> Action.PUSH;
                        case "delete" -> Action.DELETE;
                        default -> throw new IllegalArgumentException(FORM);
                    });
        }
        return actions;
    }

    public boolean allows(String repository, Action action) {
        return actions.contains(action) && prefix.covers(repository);
    }

    /// `pull`, `pull+push` and so on.
    public String actionsText() {
        return actions.stream().map(Action::word).collect(joining("+"));
    }

    @Override
    public String toString() {
        return prefix + ":" + actionsText();
    }
}
