/// What the installation says about itself.
///
/// **Start at** [SystemRoutes].
///
/// **Invariants**
/// - Nobody who has not logged in learns a version, an address or a time.
/// - `ping` needs nothing but this process; `health` is 200 whatever is wrong, as its body says it.
///
/// Source: Harbor API v2.0, tags "ping", "health", "systeminfo".
@NullMarked
package dev.berth.core.system;

import org.jspecify.annotations.NullMarked;
