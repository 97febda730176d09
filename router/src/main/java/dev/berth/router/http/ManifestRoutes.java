package dev.berth.router.http;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.HttpRanges;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.router.auth.Access;
import dev.berth.router.resolve.Accept;
import dev.berth.router.resolve.ResolveManifest;
import dev.berth.router.resolve.Resolved;
import dev.berth.router.resolve.RouteRule;

import java.util.Arrays;
import java.util.List;

/// Manifests by tag and by digest.
final class ManifestRoutes {
    private final ResolveManifest manifests;
    private final List<RouteRule> rules;
    private final Served served;

    ManifestRoutes(ResolveManifest manifests, List<RouteRule> rules, Served served) {
        this.manifests = manifests;
        this.rules = rules;
        this.served = served;
    }

    Response pull(Access access, Request request) throws InterruptedException {
        var asked = ImageRequest.of(access, request, rules);
        var reference = Reference.parse(request.parameter("reference"));
        var accept = Accept.parse(request.headers().all("Accept"));
        var resolved = resolve(asked, reference, accept, request.method() == Method.GET);
        return switch (resolved) {
            case Resolved.Found found -> {
                served.served("manifest", asked.image());
                yield HttpRanges.answer(request, whole(found), slices(found));
            }
            case Resolved.Unknown _ ->
                throw new OciException(new OciError.ManifestUnknown(reference.toString()));
            case Resolved.Unclear(var trouble) ->
                throw new RouterException(new RouterRefusal.Unclear(trouble));
            case Resolved.Ambiguous(var projects) ->
                throw new RouterException(new RouterRefusal.Ambiguous(projects));
        };
    }

    /// For HEAD the length is needed too; if Harbor does not tell it, the bytes do.
    private Resolved resolve(ImageRequest asked, Reference reference, Accept accept, boolean wanted)
            throws InterruptedException {
        var resolved =
                manifests.resolve(asked.candidates(), asked.image(), reference, accept, wanted);
        return resolved instanceof Resolved.Found found && found.bytes() < 0
                ? manifests.resolve(asked.candidates(), asked.image(), reference, accept, true)
                : resolved;
    }

    private static Response whole(Resolved.Found found) {
        var digest = found.digest().toString();
        return Response.of(
                        200,
                        "Content-Type",
                        found.type(),
                        "Docker-Content-Digest",
                        digest,
                        "ETag",
                        '"' + digest + '"')
                .withBody(body(found));
    }

    private static Body body(Resolved.Found found) {
        return found.content()
                .<Body>map(Body.Bytes::new)
                .orElseGet(() -> Bodies.ofHead(found.bytes()));
    }

    private static HttpRanges.Slices slices(Resolved.Found found) {
        return (offset, length) -> found.content()
                .<Body>map(bytes -> new Body.Bytes(Arrays.copyOfRange(
                        bytes, Math.toIntExact(offset), Math.toIntExact(offset + length))))
                .orElseGet(() -> Bodies.ofHead(length));
    }
}
