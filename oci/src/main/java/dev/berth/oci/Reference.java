package dev.berth.oci;

/// What names a manifest in a repository: a tag or a digest.
///
/// `toString` is the text of the last path segment.
public sealed interface Reference {
    /// Text with a colon is a digest, any other a tag.
    ///
    /// @throws OciException with [OciError.DigestInvalid] or [OciError.TagInvalid]
    static Reference parse(String text) {
        return text.indexOf(':') >= 0
                ? new Digested(Digest.parse(text))
                : new Tagged(Tag.parse(text));
    }

    record Tagged(Tag tag) implements Reference {
        @Override
        public String toString() {
            return tag.toString();
        }
    }

    record Digested(Digest digest) implements Reference {
        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
