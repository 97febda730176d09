package dev.berth.app.role;

import java.util.List;

/// All roles, in the order of the help.
public final class Roles {
    public static final List<Role<?>> ALL = List.of();

    private Roles() {}
}
