package dev.berth.registry.http;

import dev.berth.auth.Principal;
import dev.berth.oci.MediaType;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.HttpRanges;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.RegistryContent;

import java.io.IOException;
import java.util.Arrays;

/// Manifests: `end-3`, `end-7a`, `end-7b`, `end-9`.
final class ManifestRoutes {
    private final RegistryContent content;
    private final int bytesMax;

    ManifestRoutes(RegistryContent content, int bytesMax) {
        this.content = content;
        this.bytesMax = bytesMax;
    }

    /// The stored bytes with the stored media type, whatever `Accept` says: a client that cannot
    /// use them has learnt what is there.
    Response pull(Principal caller, RepositoryName repository, Request request) throws IOException {
        var reference = Reference.parse(request.parameter("reference"));
        var manifest = content.pullManifest().require(repository, reference);
        if (request.method() == Method.GET) {
            content.pulls().count(caller, repository, reference, manifest);
        }
        var response = Response.of(
                200,
                "Content-Type",
                manifest.mediaType().value(),
                "Docker-Content-Digest",
                manifest.digestText(),
                "ETag",
                manifest.etag());
        if (reference instanceof Reference.Digested) {
            response = response.with("Cache-Control", BlobRoutes.CACHE_CONTROL);
        }
        var whole = response.withBody(new Body.Bytes(manifest.bytes()));
        return HttpRanges.answer(
                request, whole, (offset, length) -> slice(manifest.bytes(), offset, length));
    }

    private static Body slice(byte[] bytes, long offset, long length) {
        int from = (int) offset;
        return new Body.Bytes(Arrays.copyOfRange(bytes, from, from + (int) length));
    }

    Response push(Principal caller, RepositoryName repository, Request request) throws IOException {
        var reference = Reference.parse(request.parameter("reference"));
        var tags = request.query().all("tag").stream().map(Tag::parse).toList();
        var mediaType = request.headers()
                .first("Content-Type")
                .map(MediaType::parse)
                .orElseThrow(() -> new OciException(new OciError.ManifestInvalid(
                        "say the manifest's media type in the Content-Type field")));
        var bytes = request.body().bytes(bytesMax);
        var pushed =
                content.pushManifest().push(caller, repository, reference, mediaType, bytes, tags);
        var response = Response.of(
                201,
                "Location",
                Locations.manifest(repository, pushed.digest()),
                "Docker-Content-Digest",
                pushed.digest().toString());
        if (pushed.subject().isPresent()) {
            response = response.with("OCI-Subject", pushed.subject().get().toString());
        }
        for (var tag : pushed.tags()) {
            response = response.with("OCI-Tag", tag.toString());
        }
        return response;
    }

    /// By tag the tag goes; by digest the manifest and every tag that points to it.
    Response delete(Principal caller, RepositoryName repository, Request request) {
        var reference = Reference.parse(request.parameter("reference"));
        content.deleteManifest().delete(caller, repository, reference);
        return Response.of(202);
    }
}
