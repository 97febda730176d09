/// What every blob store must do, and stores that fail on purpose.
///
/// **Start at** [BlobStoreContract].
@NullMarked
package dev.berth.storage.testing;

import org.jspecify.annotations.NullMarked;
