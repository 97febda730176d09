/// Upstream: the one door to the HTTP client.
///
/// **Start at** [Upstream]: a blocking call with a deadline gives a [Reply], whose body is a stream
/// with back-pressure.
///
/// **Invariants**
/// - Every wait has a deadline; a call that is given up is reset, never left behind.
/// - A reply holds few bytes in memory, however slow its reader is ([ReadAhead]).
/// - Nothing is followed, decompressed or rewritten here.
/// - The HTTP client is imported here and nowhere else in this module.
@NullMarked
package dev.berth.router.upstream;

import org.jspecify.annotations.NullMarked;
