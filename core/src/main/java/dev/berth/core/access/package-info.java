/// The algebra of rights: roles and what each may do in a project, and what robots are
/// granted.
///
/// **Start at** [ProjectRights]. Of robots: [Grants], out of [GrantableRights]. Nothing here
/// reads or writes anything.
///
/// **Invariants**
/// - What the table does not name, nobody may do but administrators.
///
/// Source: Harbor's tables of roles and permissions.
@NullMarked
package dev.berth.core.access;

import org.jspecify.annotations.NullMarked;
