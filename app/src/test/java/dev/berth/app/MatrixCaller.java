package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;

import java.util.List;

/// One column of the matrix.
///
/// @param name of the account; empty for nobody
/// @param grants what the account is given
record MatrixCaller(String title, String name, String password, List<String> grants) {
    static final MatrixCaller ANONYMOUS = new MatrixCaller("anonymous", "", "", List.of());

    /// Where everybody may `team/:pull`.
    static final MatrixCaller RULED =
            new MatrixCaller("anonymous, `team/:pull` for everybody", "", "", List.of());

    static final MatrixCaller ADMIN =
            new MatrixCaller("administrator", ADMINISTRATOR, PASSWORD, List.of());

    /// Has all rights in its tokens, and is removed before they are used; its password is wrong.
    static final MatrixCaller GONE = new MatrixCaller(
            "wrong password / removed account",
            "gone",
            "not the password",
            List.of("team/:pull+push+delete"));

    static List<MatrixCaller> accounts() {
        return List.of(
                account("puller", "team/:pull"),
                account("pusher", "team/:push"),
                account("deleter", "team/:delete"),
                account("neighbour", "other/:pull+push+delete"));
    }

    private static MatrixCaller account(String name, String grant) {
        return new MatrixCaller("`" + grant + "`", name, PASSWORD, List.of(grant));
    }

    boolean isNobody() {
        return name.isEmpty();
    }
}
