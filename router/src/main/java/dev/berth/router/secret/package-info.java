/// Secrets that change while the router runs.
///
/// **Start at** [LiveSecret].
///
/// **Invariants**
/// - A file that cannot be read leaves the last good value in place.
@NullMarked
package dev.berth.router.secret;

import org.jspecify.annotations.NullMarked;
