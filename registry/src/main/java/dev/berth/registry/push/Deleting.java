package dev.berth.registry.push;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;

/// Whether clients may delete at all; asked by every verb that does.
public enum Deleting {
    ENABLED,
    DISABLED;

    /// Refusal: `Unsupported`.
    void requireEnabled() {
        if (this == DISABLED) {
            throw new OciException(new OciError.Unsupported(
                    "deleting is switched off here; storage.delete-enabled turns it on"));
        }
    }
}
