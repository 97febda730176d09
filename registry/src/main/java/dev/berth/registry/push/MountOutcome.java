package dev.berth.registry.push;

import dev.berth.oci.Digest;
import dev.berth.storage.UploadId;

/// How a mount ended; a source that does not have the blob is no error.
public sealed interface MountOutcome {
    /// The target has the blob now.
    record Mounted(Digest blob) implements MountOutcome {}

    /// There was nothing to mount; the client goes on with this upload.
    record UploadOpened(UploadId upload) implements MountOutcome {}
}
