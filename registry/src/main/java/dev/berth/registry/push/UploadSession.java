package dev.berth.registry.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.berth.oci.Digest.Algorithm;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.storage.UploadId;

import java.nio.ByteBuffer;
import java.util.UUID;

/// An upload as its client names it, and where its bytes are staged.
///
/// The staged name is a hash of repository and reference: through another repository the same
/// reference leads to bytes that do not exist. So a session needs no record of whose it is.
///
/// @param reference the last segment of the Location
record UploadSession(UploadId reference, UploadId staged) {
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

    static UploadSession open(RepositoryName repository) {
        return of(repository, UploadId.random());
    }

    static UploadSession of(RepositoryName repository, UploadId reference) {
        var name = repository + "/" + reference;
        var hash = ByteBuffer.wrap(
                Algorithm.SHA256.newMessageDigest().digest(name.getBytes(US_ASCII)));
        return new UploadSession(reference, new UploadId(uuid(hash.getLong(), hash.getLong())));
    }

    /// Of a blob that comes in one request: no client can name it.
    static UploadSession unnamed() {
        var id = UploadId.random();
        return new UploadSession(id, id);
    }

    /// RFC 9562 §5.8.
    private static UUID uuid(long high, long low) {
        return new UUID((high & ~VERSION_BITS) | VERSION_8, (low & ~VARIANT_BITS) | VARIANT_2);
    }

    OciException unknown() {
        return new OciException(new OciError.BlobUploadUnknown(reference.toString()));
    }
}
