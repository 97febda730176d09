/// Redis: the few commands that the router needs, and the way to whoever is the master now.
///
/// **Start at** [Redis]; how a connection is found and lost: [RedisLink].
///
/// **Invariants**
/// - Nobody waits for a connection: while there is none, every command fails at once.
/// - Nothing is written to a server that does not call itself the master.
/// - What comes from a server is bounded before it is read.
///
/// Source: Redis protocol specification (RESP2), "Guidelines for Redis clients" of Sentinel.
@NullMarked
package dev.berth.router.redis;

import org.jspecify.annotations.NullMarked;
