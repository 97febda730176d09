/// Blobs on the heap, for tests and trials.
///
/// **Start at** [MemoryBlobStore].
@NullMarked
package dev.berth.storage.memory;

import org.jspecify.annotations.NullMarked;
