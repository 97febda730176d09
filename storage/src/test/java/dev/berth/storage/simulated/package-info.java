/// Proves that the port fits object stores: a store over a simulated one keeps the contract.
///
/// **Start at** [ObjectStoreBlobStore]; the backend and its bad habits are
/// [SimulatedObjectStore].
@NullMarked
package dev.berth.storage.simulated;

import org.jspecify.annotations.NullMarked;
