/// The least that a durable push can cost: hash the bytes, write them, fsync.
///
/// **Start at** [FloorProgram], which runs as a process of its own, on the server's core.
@NullMarked
package dev.berth.bench.floor;

import org.jspecify.annotations.NullMarked;
