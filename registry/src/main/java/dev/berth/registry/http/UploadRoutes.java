package dev.berth.registry.http;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Resource;
import dev.berth.auth.http.RepositoryAccess;
import dev.berth.oci.ContentRange;
import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.push.Chunk;
import dev.berth.registry.push.MountOutcome;
import dev.berth.registry.push.MountOutcome.Mounted;
import dev.berth.registry.push.MountOutcome.UploadOpened;
import dev.berth.storage.UploadId;

import java.io.IOException;

/// Uploads and mounts: `end-4a` to `end-6`, `end-11`, `end-13`, `end-14`.
final class UploadRoutes {
    private final RegistryContent content;

    UploadRoutes(RegistryContent content) {
        this.content = content;
    }

    /// Opens an upload, takes a whole blob, or mounts one: the query tells which.
    Response open(RepositoryAccess access, RepositoryName repository, Request request)
            throws IOException, InterruptedException {
        var mount = request.query().first("mount");
        if (mount.isPresent()) {
            return mounted(
                    repository, mount(access, repository, Digest.parse(mount.get()), request));
        }
        var digest = request.query().first("digest");
        if (digest.isPresent()) {
            return pushWhole(repository, Digest.parse(digest.get()), request);
        }
        var algorithm = request.query()
                .first("digest-algorithm")
                .map(Digest.Algorithm::parse)
                .orElse(Digest.Algorithm.SHA256);
        return accepted(repository, content.uploads().open(repository, algorithm), 0);
    }

    private MountOutcome mount(
            RepositoryAccess access, RepositoryName repository, Digest digest, Request request)
            throws IOException {
        var from = request.query().first("from");
        if (from.isEmpty()) {
            return content.mountBlob()
                    .mountFromAnywhere(repository, digest, source -> access.mayAlso(pull(source)));
        }
        var source = RepositoryName.parse(from.get());
        return content.mountBlob()
                .mount(repository, digest, source, name -> access.mayMountFrom(name.toString()));
    }

    private static Permission pull(RepositoryName source) {
        return new Permission(Resource.repository(source.toString()), Action.PULL);
    }

    private static Response mounted(RepositoryName repository, MountOutcome outcome) {
        return switch (outcome) {
            case Mounted(var blob) -> created(repository, blob);
            case UploadOpened(var upload) -> accepted(repository, upload, 0);
        };
    }

    private Response pushWhole(RepositoryName repository, Digest digest, Request request)
            throws IOException, InterruptedException {
        content.uploads().pushWhole(repository, digest, chunk(request));
        return created(repository, digest);
    }

    Response append(RepositoryName repository, Request request)
            throws IOException, InterruptedException {
        var upload = upload(request);
        return accepted(
                repository, upload, content.uploads().append(repository, upload, chunk(request)));
    }

    Response finish(RepositoryName repository, Request request)
            throws IOException, InterruptedException {
        var digest = request.query()
                .first("digest")
                .map(Digest::parse)
                .orElseThrow(() -> new OciException(new OciError.DigestInvalid("")));
        content.uploads().finish(repository, upload(request), digest, chunk(request));
        return created(repository, digest);
    }

    Response status(RepositoryName repository, Request request)
            throws IOException, InterruptedException {
        var upload = upload(request);
        var bytes = content.uploads().status(repository, upload);
        return withProgress(Response.of(204), repository, upload, bytes);
    }

    Response cancel(RepositoryName repository, Request request)
            throws IOException, InterruptedException {
        content.uploads().cancel(repository, upload(request));
        return Response.of(204);
    }

    private static Response created(RepositoryName repository, Digest digest) {
        return Response.of(
                201,
                "Location",
                Locations.blob(repository, digest),
                "Docker-Content-Digest",
                digest.toString());
    }

    private static Response accepted(RepositoryName repository, UploadId upload, long bytes) {
        return withProgress(Response.of(202), repository, upload, bytes);
    }

    /// `Range` names the last byte; none and one byte both read `0-0`, by the specification.
    private static Response withProgress(
            Response response, RepositoryName repository, UploadId upload, long bytes) {
        return response.with(
                "Location",
                Locations.upload(repository, upload),
                "Range",
                "0-" + Math.max(0, bytes - 1),
                "Docker-Upload-UUID",
                upload.toString());
    }

    private static UploadId upload(Request request) {
        var text = request.parameter("upload");
        try {
            return UploadId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new OciException(new OciError.BlobUploadUnknown(text), e);
        }
    }

    private static Chunk chunk(Request request) {
        return new Chunk(
                request.headers().first("Content-Range").map(ContentRange::parse),
                request.body().length(),
                request.body().stream());
    }
}
