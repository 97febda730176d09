package dev.berth.router.resolve;

import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;

/// An image as people write it: `nginx`, `team/app:v1`, `team/app@sha256:…`.
public record Image(RepositoryName name, Reference reference) {
    /// Reads it; without a tag it is `latest`.
    ///
    /// @throws IllegalArgumentException with what to write instead
    public static Image parse(String text) {
        int digest = text.indexOf('@');
        int tag = text.indexOf(':', text.lastIndexOf('/') + 1);
        int end = digest >= 0 ? digest : tag >= 0 ? tag : text.length();
        try {
            return new Image(
                    RepositoryName.parse(text.substring(0, end)),
                    Reference.parse(end == text.length() ? "latest" : text.substring(end + 1)));
        } catch (OciException e) {
            throw new IllegalArgumentException(e.error().message(), e);
        }
    }

    @Override
    public String toString() {
        return name + (reference instanceof Reference.Tagged ? ":" : "@") + reference;
    }
}
