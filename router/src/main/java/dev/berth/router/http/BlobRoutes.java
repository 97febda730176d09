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
import dev.berth.router.project.Project;
import dev.berth.router.resolve.LocateBlob;
import dev.berth.router.resolve.LocateBlob.Blob;
import dev.berth.router.resolve.Located;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.ProjectRegistry.Sent;
import dev.berth.router.resolve.RouteRule;
import dev.berth.router.resolve.Trouble;
import dev.berth.router.upstream.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private final LocateBlob locate;
    private final ProjectRegistry registry;
    private final List<RouteRule> rules;
    private final Set<String> redirectHosts;

    /// @param redirectHosts whither clients may be sent
    BlobRoutes(
            LocateBlob locate,
            ProjectRegistry registry,
            List<RouteRule> rules,
            Set<String> redirectHosts) {
        this.locate = locate;
        this.registry = registry;
        this.rules = rules;
        this.redirectHosts = Set.copyOf(redirectHosts);
    }

    Response pull(Access access, Request request) throws InterruptedException {
        var asked = ImageRequest.of(access, request, rules);
        var digest = Digest.parse(request.parameter("digest"));
        var blob = new Blob(asked.candidates(), asked.image(), digest);
        var expected = locate.expect(blob);
        if (expected.isPresent()) {
            var sent = open(expected.get(), blob, request);
            if (!(sent instanceof Sent.Absent)) {
                return response(sent, blob, request);
            }
        }
        return switch (locate.locate(blob, expected)) {
            case Located.At(var project, var _) ->
                response(open(project, blob, request), blob, request);
            case Located.Nowhere _ -> throw new OciException(new OciError.BlobUnknown(digest));
            case Located.Unclear(var trouble) -> throw unclear(trouble);
            case Located.Ambiguous(var projects) ->
                throw new RouterException(new RouterRefusal.Ambiguous(projects));
        };
    }

    private Sent open(Project project, Blob blob, Request request) throws InterruptedException {
        var fields = new ArrayList<String>();
        for (var name : FORWARDED) {
            request.headers().first(name).ifPresent(value -> fields.addAll(List.of(name, value)));
        }
        return registry.stream(
                project,
                request.method() == Method.HEAD ? Method.HEAD : Method.GET,
                "/v2/" + project.repository(blob.image()) + "/blobs/" + blob.digest(),
                Headers.of(fields.toArray(String[]::new)));
    }

    private Response response(Sent sent, Blob blob, Request request) {
        return switch (sent) {
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
            case 301, 302, 303, 307, 308 -> {
                try (reply) {
                    yield redirect(reply);
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

    /// Sends the client whither Harbor says, if that is one of the hosts that are set.
    private Response redirect(Reply reply) {
        var location = reply.header("Location").orElse("");
        var host = host(location);
        if (host.isEmpty() || !redirectHosts.contains(host.get())) {
            throw unusable("a redirect to " + host.orElse("nowhere")
                    + ", which is not in router.redirect-hosts");
        }
        return Response.of(307, "Location", location);
    }

    private static Optional<String> host(String location) {
        try {
            return Optional.ofNullable(new URI(location).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static RouterException unusable(String what) {
        log.atError().addKeyValue("answer", what).log("Harbor's answer for a blob cannot be used");
        return unclear(new Trouble(Trouble.Kind.INVALID, Duration.ZERO));
    }

    private static RouterException unclear(Trouble trouble) {
        return new RouterException(new RouterRefusal.Unclear(trouble));
    }
}
