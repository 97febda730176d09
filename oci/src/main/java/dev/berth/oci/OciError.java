package dev.berth.oci;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// A refusal: what the client asked for cannot be done, and what it can do instead.
///
/// - `code` is one of the specification's; `registry.http` gives it a status.
/// - `message` is for a person: what is wrong and what to do. Text of the client in it is
///   shortened.
/// - `detail` is for a program: names and values, empty if there is nothing to add.
///
/// Source: distribution-spec, "Error Codes".
public sealed interface OciError {
    Code code();

    String message();

    default SequencedMap<String, String> detail() {
        return new LinkedHashMap<>();
    }

    /// The entries of the answer's `errors` list: one, except where several things are wrong.
    default List<OciError> entries() {
        return List.of(this);
    }

    /// The specification's codes, named as they are written on the wire.
    enum Code {
        BLOB_UNKNOWN,
        BLOB_UPLOAD_INVALID,
        BLOB_UPLOAD_UNKNOWN,
        DIGEST_INVALID,
        MANIFEST_BLOB_UNKNOWN,
        MANIFEST_INVALID,
        MANIFEST_UNKNOWN,
        NAME_INVALID,
        NAME_UNKNOWN,
        SIZE_INVALID,
        UNAUTHORIZED,
        DENIED,
        UNSUPPORTED,
        TOOMANYREQUESTS
    }

    /// No such blob in this repository.
    record BlobUnknown(Digest digest) implements OciError {
        @Override
        public Code code() {
            return Code.BLOB_UNKNOWN;
        }

        @Override
        public String message() {
            return "this repository has no blob " + digest + "; push or mount it first";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("digest", digest.toString());
        }
    }

    /// The upload cannot go on as asked.
    record BlobUploadInvalid(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.BLOB_UPLOAD_INVALID;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// No such upload in this repository: it was never opened, is finished, cancelled or
    /// expired.
    record BlobUploadUnknown(String upload) implements OciError {
        @Override
        public Code code() {
            return Code.BLOB_UPLOAD_UNKNOWN;
        }

        @Override
        public String message() {
            return "no upload " + Texts.quoted(upload)
                    + " is open in this repository; it is finished, cancelled or expired: open a new one with POST";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("upload", upload);
        }
    }

    /// The text is not a digest, or its algorithm is not supported.
    record DigestInvalid(String text) implements OciError {
        @Override
        public Code code() {
            return Code.DIGEST_INVALID;
        }

        @Override
        public String message() {
            return Texts.quoted(text)
                    + " is not a digest: write sha256:<64 hex> or sha512:<128 hex>, in lower case";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("digest", text);
        }
    }

    /// The bytes have another digest than the client said.
    record DigestMismatch(Digest claimed, Digest actual) implements OciError {
        @Override
        public Code code() {
            return Code.DIGEST_INVALID;
        }

        @Override
        public String message() {
            return "the bytes received have digest " + actual + ", not " + claimed
                    + "; send them again";
        }

        @Override
        public SequencedMap<String, String> detail() {
            var detail = Texts.detail("claimed", claimed.toString());
            detail.put("actual", actual.toString());
            return detail;
        }
    }

    /// The manifest names content that this repository does not have; never empty.
    record ManifestBlobUnknown(List<Digest> missing) implements OciError {
        public ManifestBlobUnknown {
            missing = List.copyOf(missing);
            if (missing.isEmpty()) {
                throw new IllegalArgumentException("nothing is missing");
            }
        }

        @Override
        public Code code() {
            return Code.MANIFEST_BLOB_UNKNOWN;
        }

        @Override
        public String message() {
            var first = missing.getFirst();
            return missing.size() == 1
                    ? "the manifest names " + first
                            + ", which this repository does not have; push it first"
                    : "the manifest names " + first + " and " + (missing.size() - 1)
                            + " more that this repository does not have; push them first";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail(
                    "digest",
                    missing.stream().map(Digest::toString).collect(Collectors.joining(",")));
        }

        @Override
        public List<OciError> entries() {
            return missing.stream()
                    .<OciError>map(digest -> new ManifestBlobUnknown(List.of(digest)))
                    .toList();
        }
    }

    /// The manifest breaks a rule; the reason says which and where.
    record ManifestInvalid(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.MANIFEST_INVALID;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// The manifest has more bytes than this registry takes.
    record ManifestTooLarge(long bytesMax) implements OciError {
        @Override
        public Code code() {
            return Code.SIZE_INVALID;
        }

        @Override
        public String message() {
            return "a manifest may have " + bytesMax
                    + " bytes at most; move large data into a blob";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("bytesMax", Long.toString(bytesMax));
        }
    }

    /// No such tag or manifest in this repository.
    record ManifestUnknown(String reference) implements OciError {
        @Override
        public Code code() {
            return Code.MANIFEST_UNKNOWN;
        }

        @Override
        public String message() {
            return "this repository has no manifest " + Texts.quoted(reference);
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("reference", reference);
        }
    }

    /// The text is not a repository name.
    record NameInvalid(String name) implements OciError {
        @Override
        public Code code() {
            return Code.NAME_INVALID;
        }

        @Override
        public String message() {
            return Texts.quoted(name)
                    + " is not a repository name: write segments of a-z and 0-9, parted by '/',"
                    + " with single '.', '_', '__' or '-' inside, " + RepositoryName.LENGTH_MAX
                    + " characters at most";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("name", name);
        }
    }

    /// The text is not a tag. The specification has no code of its own for it.
    record TagInvalid(String tag) implements OciError {
        @Override
        public Code code() {
            return Code.NAME_INVALID;
        }

        @Override
        public String message() {
            return Texts.quoted(tag) + " is not a tag: write at most " + Tag.LENGTH_MAX
                    + " of A-Z, a-z, 0-9, '_', '.' and '-', starting with a letter, a digit or '_'";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("tag", tag);
        }
    }

    /// There is no such repository, or the caller may not know of it.
    record NameUnknown(String name) implements OciError {
        @Override
        public Code code() {
            return Code.NAME_UNKNOWN;
        }

        @Override
        public String message() {
            return "no repository " + Texts.quoted(name) + "; a first push creates it";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("name", name);
        }
    }

    /// The length that was declared is not the length that came, or is not allowed.
    record SizeInvalid(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.SIZE_INVALID;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// The chunk does not start where the upload ends. The upload goes on at
    /// `expectedOffset`.
    record RangeInvalid(long expectedOffset) implements OciError {
        @Override
        public Code code() {
            return Code.BLOB_UPLOAD_INVALID;
        }

        @Override
        public String message() {
            return "the next byte of this upload is " + expectedOffset
                    + "; send the chunk that starts there";
        }

        @Override
        public SequencedMap<String, String> detail() {
            return Texts.detail("offset", Long.toString(expectedOffset));
        }
    }

    /// The client must say who it is, or say it again.
    record Unauthorized(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.UNAUTHORIZED;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// The client is known and may not do this.
    record Denied(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.DENIED;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// This registry does not do this, by nature or by its configuration.
    record Unsupported(String reason) implements OciError {
        @Override
        public Code code() {
            return Code.UNSUPPORTED;
        }

        @Override
        public String message() {
            return reason;
        }
    }

    /// The client asks too often; it may come back after `retryAfter`.
    record TooManyRequests(Duration retryAfter) implements OciError {
        @Override
        public Code code() {
            return Code.TOOMANYREQUESTS;
        }

        @Override
        public String message() {
            return "too many requests; try again in " + Math.max(1, retryAfter.toSeconds()) + " s";
        }
    }
}
