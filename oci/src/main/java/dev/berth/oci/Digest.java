package dev.berth.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The content address of a blob or manifest.
///
/// - Shape: `<algorithm>:<hex>`, hex in lower case; 64 digits for `sha256`, 128 for `sha512`.
/// - Order: that of the text.
/// - Source: image-spec v1.1, descriptor.md, "Digests".
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
    public Digest {
        if (!algorithm.accepts(hex)) {
            throw invalid(algorithm.prefix.concat(hex));
        }
    }

    /// Reads the text form.
    ///
    /// @throws OciException with [OciError.DigestInvalid] for any other text
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.ALL) {
            if (text.startsWith(algorithm.prefix)) {
                return new Digest(algorithm, text.substring(algorithm.prefix.length()));
            }
        }
        throw invalid(text);
    }

    /// The digest of `content`.
    public static Digest of(Algorithm algorithm, byte[] content) {
        return algorithm.digest(algorithm.newMessageDigest().digest(content));
    }

    /// The part after the colon: `encoded` in the specification's grammar.
    public String encoded() {
        return hex;
    }

    @Override
    public int compareTo(Digest other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return algorithm.prefix.concat(hex);
    }

    private static OciException invalid(String text) {
        return new OciException(new OciError.DigestInvalid(text));
    }

    /// The algorithms that this registry computes, in the order of their names.
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private static final Algorithm[] ALL = values();

        private final String wireName;
        private final String javaName;
        private final int hexLength;
        private final String prefix;

        Algorithm(String wireName, String javaName, int hexLength) {
            this.wireName = wireName;
            this.javaName = javaName;
            this.hexLength = hexLength;
            this.prefix = wireName + ":";
        }

        /// Reads the name in digests.
        ///
        /// @throws OciException with [OciError.DigestInvalid] if it is not computed here
        public static Algorithm parse(String wireName) {
            for (Algorithm algorithm : ALL) {
                if (algorithm.wireName.equals(wireName)) {
                    return algorithm;
                }
            }
            throw invalid(wireName);
        }

        /// The name in digests: `sha256`, `sha512`.
        public String wireName() {
            return wireName;
        }

        /// The number of hex digits of a digest.
        public int hexLength() {
            return hexLength;
        }

        public MessageDigest newMessageDigest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JDK has no " + javaName, e);
            }
        }

        /// The digest whose bytes a [MessageDigest] of this algorithm gave.
        public Digest digest(byte[] hash) {
            return new Digest(this, HexFormat.of().formatHex(hash));
        }

        private boolean accepts(String hex) {
            if (hex.length() != hexLength) {
                return false;
            }
            for (int i = 0; i < hexLength; i++) {
                char c = hex.charAt(i);
                if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                    return false;
                }
            }
            return true;
        }
    }
}
