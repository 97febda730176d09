/// What every blob store must do, and stores that fail on purpose.
///
/// **Start at** [BlobStoreContract]; for those who use a store, [FaultyBlobStore].
@NullMarked
package dev.berth.storage.testing;

import org.jspecify.annotations.NullMarked;
