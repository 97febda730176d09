package dev.berth.registry.content;

import dev.berth.oci.Digest;
import dev.berth.storage.BlobBytes;

/// A blob that a repository owns.
///
/// @param size in bytes, as it was pushed and as the store has it
public record StoredBlob(Digest digest, long size, BlobBytes bytes) {}
