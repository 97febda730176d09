package dev.berth.app.role;

import java.util.List;
import java.util.Map;

/// All roles, in the order of the help.
public final class Roles {
    public static final CoreRole CORE = new CoreRole("core", "Serve the registry.", Map.of());

    /// The same parts as core while there is only one role to hold.
    public static final CoreRole DEV =
            new CoreRole("dev", "Serve everything in one process, for trying out.", Map.of());

    public static final RouterRole ROUTER = new RouterRole();

    public static final List<Role<?>> ALL = List.of(CORE, DEV, ROUTER);

    private Roles() {}
}
