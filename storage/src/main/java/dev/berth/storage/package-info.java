/// Content-addressed bytes: the one place where layers live.
///
/// **Start at** [BlobStore]. Implementations: `filesystem`, `memory`.
@NullMarked
package dev.berth.storage;

import org.jspecify.annotations.NullMarked;
