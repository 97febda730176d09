/// What the caller may do, told to the caller; what can be granted to robots, told to who grants.
///
/// **Start at** [PermissionRoutes]. Who may do what is `core.access`.
@NullMarked
package dev.berth.core.permission;

import org.jspecify.annotations.NullMarked;
