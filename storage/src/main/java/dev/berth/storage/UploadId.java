package dev.berth.storage;

import java.util.UUID;

/// Names one staged upload: a random UUID, also the last segment of the upload's Location.
public record UploadId(UUID uuid) implements Comparable<UploadId> {
    public static UploadId random() {
        return new UploadId(UUID.randomUUID());
    }

    /// Reads the canonical text form.
    ///
    /// @throws IllegalArgumentException for anything else
    public static UploadId parse(String text) {
        var uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("not the canonical form of a UUID: " + text);
        }
        return new UploadId(uuid);
    }

    /// By text, as stores list them.
    @Override
    public int compareTo(UploadId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
