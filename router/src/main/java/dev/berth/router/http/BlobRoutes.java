package dev.berth.router.http;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.router.auth.Access;
import dev.berth.router.http.CoalesceBlobs.Opened;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.LocateBlob;
import dev.berth.router.resolve.LocateBlob.Blob;
import dev.berth.router.resolve.Located;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.ProjectRegistry.Sent;
import dev.berth.router.resolve.ResolveSettings;
import dev.berth.router.resolve.Trouble;
import dev.berth.router.upstream.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Blobs, passed on as they come.
final class BlobRoutes {
    private static final Logger log = LoggerFactory.getLogger(BlobRoutes.class);

    private static final List<String> FORWARDED =
            List.of("Range", "If-Range", "If-None-Match", "If-Match", "If-Modified-Since");

    private static final List<String> RETURNED = List.of(
            "Content-Type",
            "Docker-Content-Digest",
            "ETag",
            "Last-Modified",
            "Cache-Control",
            "Accept-Ranges",
            "Content-Range");

    /// Of one answer.
    private static final int REDIRECTS_MAX = 3;

    private final LocateBlob locate;
    private final ProjectRegistry registry;
    private final ResolveSettings settings;
    private final RedirectSettings redirects;
    private final CoalesceBlobs together;
    private final Served served;

    /// @param redirects what becomes of an answer that names another place
    BlobRoutes(
            LocateBlob locate,
            ProjectRegistry registry,
            ResolveSettings settings,
            RedirectSettings redirects,
            Served served) {
        this.locate = locate;
        this.registry = registry;
        this.settings = settings;
        this.redirects = redirects;
        this.together = new CoalesceBlobs(registry, settings.streamWait(), served::coalesced);
        this.served = served;
    }

    Response pull(Access access, Request request) throws InterruptedException {
        var asked = ImageRequest.of(access, request, settings.rules());
        var digest = Digest.parse(request.parameter("digest"));
        var blob = new Blob(asked.candidates(), asked.image(), digest);
        long started = System.nanoTime();
        var result = "error";
        try {
            var expected = locate.expect(blob);
            var response = expected.isPresent()
                    ? expected(expected.get(), blob, request)
                    : Optional.<Response>empty();
            result = expected.isPresent() && response.isEmpty() ? "fallback" : "ok";
            if (response.isEmpty()) {
                response = Optional.of(anywhere(blob, expected, request));
            }
            served.served("blob", asked.image());
            return response.get();
        } catch (RouterException | OciException e) {
            result = "error";
            throw e;
        } finally {
            served.answered(result, System.nanoTime() - started);
            log.atDebug()
                    .addKeyValue("image", asked.image())
                    .addKeyValue("digest", digest)
                    .addKeyValue("result", result)
                    .log("blob_proxy");
        }
    }

    /// From where it most likely is; empty if it is not there.
    private Optional<Response> expected(Project project, Blob blob, Request request)
            throws InterruptedException {
        var opened = open(project, blob, request);
        return opened instanceof Opened.Alone(Sent.Absent _)
                ? Optional.empty()
                : Optional.of(response(project, opened, blob, request));
    }

    private Response anywhere(Blob blob, Optional<Project> expected, Request request)
            throws InterruptedException {
        return switch (locate.locate(blob, expected)) {
            case Located.At(var project, var _) ->
                response(project, open(project, blob, request), blob, request);
            case Located.Nowhere _ ->
                throw new OciException(new OciError.BlobUnknown(blob.digest()));
            case Located.Unclear(var trouble) -> throw unclear(trouble);
            case Located.Ambiguous(var projects) ->
                throw new RouterException(new RouterRefusal.Ambiguous(projects));
        };
    }

    private Opened open(Project project, Blob blob, Request request) throws InterruptedException {
        var fields = forwarded(request);
        boolean whole = request.method() == Method.GET && fields.equals(Headers.NONE);
        if (whole && settings.coalesceBlobs()) {
            return together.open(project, blob.image(), blob.digest());
        }
        return new Opened.Alone(registry.stream(
                project,
                method(request),
                "/v2/" + project.repository(blob.image()) + "/blobs/" + blob.digest(),
                fields));
    }

    private static Method method(Request request) {
        return request.method() == Method.HEAD ? Method.HEAD : Method.GET;
    }

    private static Headers forwarded(Request request) {
        var fields = new ArrayList<String>();
        for (var name : FORWARDED) {
            request.headers().first(name).ifPresent(value -> fields.addAll(List.of(name, value)));
        }
        return fields.isEmpty() ? Headers.NONE : Headers.of(fields.toArray(String[]::new));
    }

    private Response response(Project project, Opened opened, Blob blob, Request request)
            throws InterruptedException {
        return switch (opened) {
            case Opened.Alone(var sent) -> response(project, sent, blob, request, 0);
            case Opened.Together(var head, var length, var body) ->
                new Response(200, returned(head), new Body.Stream(() -> body, length));
        };
    }

    /// @param redirected how often this answer named another place
    private Response response(
            Project project, Sent sent, Blob blob, Request request, int redirected)
            throws InterruptedException {
        return switch (sent) {
            case Sent.Answered(var reply)
            when isRedirect(reply.status()) -> redirect(project, reply, blob, request, redirected);
            case Sent.Answered(var reply) -> response(reply, request);
            case Sent.Absent _ -> throw new OciException(new OciError.BlobUnknown(blob.digest()));
            case Sent.Unclear(var trouble) -> throw unclear(trouble);
        };
    }

    private Response response(Reply reply, Request request) {
        return switch (reply.status()) {
            case 200, 206 -> content(reply, request);
            case 304, 412, 416 -> {
                try (reply) {
                    yield new Response(reply.status(), returned(reply), Body.EMPTY);
                }
            }
            default -> {
                try (reply) {
                    throw unusable("status " + reply.status());
                }
            }
        };
    }

    private static Response content(Reply reply, Request request) {
        var length = reply.length();
        if (length.isEmpty()) {
            try (reply) {
                throw unusable("no length");
            }
        }
        if (request.method() == Method.HEAD) {
            try (reply) {
                return new Response(
                        reply.status(), returned(reply), Bodies.ofHead(length.getAsLong()));
            }
        }
        return new Response(
                reply.status(), returned(reply), new Body.Stream(reply::body, length.getAsLong()));
    }

    private static Headers returned(Reply reply) {
        var fields = new ArrayList<String>();
        for (var name : RETURNED) {
            reply.header(name).ifPresent(value -> fields.addAll(List.of(name, value)));
        }
        return Headers.of(fields.toArray(String[]::new));
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /// Whither Harbor says, if that is one of the hosts that are set: the client goes there, or the
    /// router does, without a credential.
    private Response redirect(
            Project project, Reply reply, Blob blob, Request request, int redirected)
            throws InterruptedException {
        URI place;
        try (reply) {
            var location = reply.header("Location").orElse("");
            place = redirects
                    .allowed(location)
                    .orElseThrow(() -> unusable("a redirect to "
                            + RedirectSettings.host(location)
                            + ", which is not in router.redirect-hosts"));
        }
        if (!redirects.follow()) {
            return Response.of(307, "Location", place.toString());
        }
        if (redirected >= REDIRECTS_MAX) {
            throw unusable("more than " + REDIRECTS_MAX + " redirects");
        }
        var sent = registry.follow(project, method(request), place, forwarded(request));
        return response(project, sent, blob, request, redirected + 1);
    }

    private static RouterException unusable(String what) {
        log.atError().addKeyValue("answer", what).log("Harbor's answer for a blob cannot be used");
        return unclear(new Trouble(Trouble.Kind.INVALID, Duration.ZERO));
    }

    private static RouterException unclear(Trouble trouble) {
        return new RouterException(new RouterRefusal.Unclear(trouble));
    }
}
