package dev.berth.app.command;

import dev.berth.app.role.Role;
import dev.berth.app.role.Roles;

import java.util.List;
import java.util.OptionalInt;

/// `berth <role>` and nothing else, as containers and service managers start it.
///
/// One word needs no parser, and loading that takes a third of the time until the first answer:
/// the AOT cache does not keep classes as old as its (ADR 78).
public final class RoleStart {
    private RoleStart() {}

    /// Serves, if the arguments are the name of a role.
    ///
    /// @return how it ended, see [ExitCode]; empty if the arguments are something else, for
    ///     [BerthCommand]
    public static OptionalInt run(Shell shell, String... arguments) {
        return run(shell, Roles.ALL, arguments);
    }

    static OptionalInt run(Shell shell, List<Role<?>> roles, String... arguments) {
        if (arguments.length != 1) {
            return OptionalInt.empty();
        }
        for (var role : roles) {
            if (role.name().equals(arguments[0])) {
                return OptionalInt.of(serve(role, shell));
            }
        }
        return OptionalInt.empty();
    }

    private static int serve(Role<?> role, Shell shell) {
        try {
            return new RoleCommand<>(role, shell).call();
        } catch (Exception failure) { // As the parser does, which stands here otherwise.
            return Failures.report(failure, shell.err());
        }
    }
}
