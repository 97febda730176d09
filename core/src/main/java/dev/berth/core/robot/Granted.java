package dev.berth.core.robot;

import dev.berth.core.access.Right;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a robot has been granted in one scope.
///
/// @param scope the number of a project, [#SYSTEM] or [#ALL_PROJECTS]
public record Granted(long scope, List<Access> accesses) {
    public static final long SYSTEM = 0;
    public static final long ALL_PROJECTS = -1;

    public Granted {
        accesses = List.copyOf(accesses);
    }

    Set<Right> rights() {
        return accesses.stream().map(Access::right).collect(Collectors.toUnmodifiableSet());
    }
}
