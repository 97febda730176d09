package dev.berth.app.role;

import dev.berth.platform.config.Settings;

/// All settings of a process in a role.
///
/// @param role the role's own
public record RoleSettings<C>(ProcessSettings process, C role) {
    public static <C> RoleSettings<C> from(Role<C> role, Settings settings) {
        var own = role.configure(settings);
        return new RoleSettings<>(ProcessSettings.from(settings), own);
    }
}
