/// Projects: which proxy-cache projects Harbor has, and what is known about them.
///
/// **Start at** [Projects]; [Discovery] keeps it fresh, [Harbor] asks.
///
/// **Invariants**
/// - The list is replaced whole; a failed or doubtful answer leaves the last good one in place.
/// - A project's name is one segment of a repository name before it is part of any address.
///
/// Source: Harbor API v2.0, tags "project", "registry"; its token service.
@NullMarked
package dev.berth.router.project;

import org.jspecify.annotations.NullMarked;
