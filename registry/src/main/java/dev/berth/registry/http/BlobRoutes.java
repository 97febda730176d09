package dev.berth.registry.http;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.HttpRanges;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.content.StoredBlob;
import dev.berth.storage.BlobBytes;

import java.io.IOException;

/// Blobs: `end-2`, `end-10`.
final class BlobRoutes {
    /// What a digest names stays the same for ever; only the right to read it may end.
    static final String CACHE_CONTROL = "private, max-age=31536000, immutable";

    private final RegistryContent content;

    BlobRoutes(RegistryContent content) {
        this.content = content;
    }

    Response pull(RepositoryName repository, Request request) throws IOException {
        return response(request, content.openBlob().require(repository, digest(request)));
    }

    /// What a client is told exists it need not push, so the blob is kept for a while.
    Response exists(RepositoryName repository, Request request) throws IOException {
        return response(request, content.openBlob().hold(repository, digest(request)));
    }

    Response delete(RepositoryName repository, Request request) {
        content.deleteBlob().delete(repository, digest(request));
        return Response.of(202);
    }

    private static Digest digest(Request request) {
        return Digest.parse(request.parameter("digest"));
    }

    private static Response response(Request request, StoredBlob blob) {
        var digest = blob.digest().toString();
        var whole = Response.of(
                        200,
                        "Content-Type",
                        "application/octet-stream",
                        "Docker-Content-Digest",
                        digest,
                        "ETag",
                        '"' + digest + '"',
                        "Cache-Control",
                        CACHE_CONTROL)
                .withBody(slice(blob, 0, blob.size()));
        return HttpRanges.answer(request, whole, (from, length) -> slice(blob, from, length));
    }

    private static Body slice(StoredBlob blob, long offset, long length) {
        return switch (blob.bytes()) {
            case BlobBytes.LocalFile file ->
                new Body.FileRegion(file.opener()::open, offset, length);
            case BlobBytes.Remote remote ->
                new Body.Stream(() -> remote.opener().open(offset, length), length);
        };
    }
}
