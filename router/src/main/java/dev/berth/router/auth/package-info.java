/// Who is asking the router, and which projects they may read.
///
/// **Start at** [CallerGuard]; what a caller is measured by: [Callers] and its implementations, one
/// for each `router.auth-mode`.
///
/// **Invariants**
/// - What gets past the guard is a list of projects, never a name that somebody has to look up.
/// - Credentials are kept nowhere; what was found out about them is kept under a keyed hash.
@NullMarked
package dev.berth.router.auth;

import org.jspecify.annotations.NullMarked;
