package dev.berth.oci;

import java.util.Optional;

/// The tag under which clients of registries without a referrers API keep the referrers of a
/// subject.
///
/// - Shape: `<algorithm>-<encoded>`, cut after 64 digits; of a `sha512` subject only the
///   first half of its digest is known.
/// - Source: distribution-spec, "Referrers Tag Schema".
public record ReferrersTag(Digest.Algorithm algorithm, String hexStart) {
    private static final int ENCODED_MAX = 64;

    public static ReferrersTag of(Digest subject) {
        return new ReferrersTag(subject.algorithm(), subject.hex().substring(0, ENCODED_MAX));
    }

    /// Empty if the tag is none of this schema.
    public static Optional<ReferrersTag> parse(Tag tag) {
        String text = tag.value();
        int dash = text.indexOf('-');
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            String hex = text.substring(dash + 1);
            if (dash == algorithm.wireName().length()
                    && text.startsWith(algorithm.wireName())
                    && hex.length() == ENCODED_MAX
                    && isHex(hex)) {
                return Optional.of(new ReferrersTag(algorithm, hex));
            }
        }
        return Optional.empty();
    }

    /// Whether this is the tag of `subject`.
    public boolean matches(Digest subject) {
        return subject.algorithm() == algorithm && subject.hex().startsWith(hexStart);
    }

    public Tag tag() {
        return new Tag(algorithm.wireName() + "-" + hexStart);
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
