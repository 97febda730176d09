package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;

import dev.berth.core.access.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One column of the matrix.
///
/// @param name of the account; empty for nobody
/// @param project of which the account is a member; empty for none
record MatrixCaller(String title, String name, String password, String project, Role role) {
    static final MatrixCaller ANONYMOUS = nobody("anonymous");

    /// Where `team` is public.
    static final MatrixCaller WELCOME = nobody("anonymous, `team` is public");

    static final MatrixCaller ADMIN =
            new MatrixCaller("administrator", ADMINISTRATOR, PASSWORD, "", Role.LIMITED_GUEST);

    /// Has all rights in its tokens, and is removed before they are used; its password is wrong.
    static final MatrixCaller GONE = new MatrixCaller(
            "wrong password / removed account",
            "gone",
            "not the password",
            MatrixCall.PROJECT,
            Role.PROJECT_ADMIN);

    /// One of each role, and somebody who has all rights elsewhere.
    static List<MatrixCaller> members() {
        var members = new ArrayList<MatrixCaller>();
        for (var role : Role.values()) {
            members.add(new MatrixCaller(
                    role.word(),
                    role.word().toLowerCase(Locale.ROOT),
                    PASSWORD,
                    MatrixCall.PROJECT,
                    role));
        }
        members.add(new MatrixCaller(
                "projectAdmin of `other`", "neighbour", PASSWORD, "other", Role.PROJECT_ADMIN));
        return members;
    }

    private static MatrixCaller nobody(String title) {
        return new MatrixCaller(title, "", "", "", Role.LIMITED_GUEST);
    }

    boolean isNobody() {
        return name.isEmpty();
    }
}
