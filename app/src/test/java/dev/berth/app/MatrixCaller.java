package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.ROBOT_SECRET;

import dev.berth.core.access.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One column of the matrix.
///
/// @param name of the account or robot; empty for nobody
/// @param project of which the account is a member, or to which the robot belongs; empty for none
/// @param rights of a robot; none for accounts
record MatrixCaller(
        String title,
        String name,
        String password,
        String project,
        Role role,
        List<String> rights) {
    static final MatrixCaller ANONYMOUS = nobody("anonymous");

    /// Where `team` is public.
    static final MatrixCaller WELCOME = nobody("anonymous, `team` is public");

    /// Where the operator lets everybody push.
    static final MatrixCaller PUSHING = nobody("anonymous, `team` in `auth.anonymous-push`");

    /// Where the operator lets everybody delete.
    static final MatrixCaller DELETING = nobody("anonymous, `team` in `auth.anonymous-delete`");

    static final MatrixCaller ADMIN = new MatrixCaller(
            "administrator", ADMINISTRATOR, PASSWORD, "", Role.LIMITED_GUEST, List.of());

    /// Has all rights in its tokens, and is removed before they are used; its password is wrong.
    static final MatrixCaller GONE = new MatrixCaller(
            "wrong password / removed account",
            "gone",
            "not the password",
            MatrixCall.PROJECT,
            Role.PROJECT_ADMIN,
            List.of());

    private static final String PULL = "repository:pull";
    private static final String PUSH = "repository:push";
    private static final String DELETE = "repository:delete";

    /// Has all rights in its tokens, and is disabled before they are used.
    static final MatrixCaller OFF =
            robot("disabled robot", "off", MatrixCall.PROJECT, PULL, PUSH, DELETE);

    /// One of each role, and somebody who has all rights elsewhere.
    static List<MatrixCaller> members() {
        var members = new ArrayList<MatrixCaller>();
        for (var role : Role.values()) {
            members.add(new MatrixCaller(
                    role.word(),
                    role.word().toLowerCase(Locale.ROOT),
                    PASSWORD,
                    MatrixCall.PROJECT,
                    role,
                    List.of()));
        }
        members.add(new MatrixCaller(
                "projectAdmin of `other`",
                "neighbour",
                PASSWORD,
                "other",
                Role.PROJECT_ADMIN,
                List.of()));
        return members;
    }

    /// Robots of the same project, and one that has all rights elsewhere.
    static List<MatrixCaller> robots() {
        return List.of(
                robot("robot: pull", "puller", MatrixCall.PROJECT, PULL),
                robot("robot: push", "pusher", MatrixCall.PROJECT, PUSH),
                robot("robot: push, delete", "deleter", MatrixCall.PROJECT, PUSH, DELETE),
                robot("robot: tag:list", "lister", MatrixCall.PROJECT, "tag:list"),
                robot("robot of `other`: all", "all", "other", PULL, PUSH, DELETE),
                OFF);
    }

    private static MatrixCaller robot(String title, String name, String project, String... rights) {
        return new MatrixCaller(
                title,
                "robot$" + project + "+" + name,
                ROBOT_SECRET,
                project,
                Role.LIMITED_GUEST,
                List.of(rights));
    }

    private static MatrixCaller nobody(String title) {
        return new MatrixCaller(title, "", "", "", Role.LIMITED_GUEST, List.of());
    }

    boolean isNobody() {
        return name.isEmpty();
    }

    /// What it gets its tokens with.
    String rightPassword() {
        return equals(GONE) ? PASSWORD : password;
    }

    /// The name of a robot in its project.
    String ownName() {
        return name.substring(name.indexOf('+') + 1);
    }
}
