/// Roles: what a process can be, one class each.
///
/// **Start at** [Role]; [Roles] lists them. A role reads its settings as one record tree,
/// opens its parts in order and gives back what it serves; [RunRole] does what every
/// process has in common: telemetry, management, the service manager, and going away
/// politely.
///
/// **Invariants**
/// - Assembling does no input or output, starting does.
/// - Whatever is opened is in one [dev.berth.platform.lifecycle.Resources] and closed in
///   reverse.
/// - Readiness fails before the first connection is refused.
@NullMarked
package dev.berth.app.role;

import org.jspecify.annotations.NullMarked;
