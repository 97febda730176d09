/// Content-addressed bytes: the one place where layers live.
///
/// **Start at** [BlobStore]. Backends: `filesystem`, `memory`. Measured by [MeteredBlobStore].
///
/// **Invariants**
/// - A blob is whole and never changes; bytes that are not a blob yet belong to an [UploadId].
/// - Nothing here knows repositories or who may read: the caller has asked before.
@NullMarked
package dev.berth.storage;

import org.jspecify.annotations.NullMarked;
