/// The product: everything put together.
///
/// **Start at** [Main], then [dev.berth.app.command.BerthCommand], the list of commands,
/// and [dev.berth.app.role], one class per thing that a process can be.
///
/// **Invariants**
/// - Only this module knows which parts run together.
/// - Exit codes: 0 done, 1 failed, 2 wrongly called or configured.
@NullMarked
package dev.berth.app;

import org.jspecify.annotations.NullMarked;
