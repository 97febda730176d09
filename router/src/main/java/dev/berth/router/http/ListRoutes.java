package dev.berth.router.http;

import dev.berth.oci.Digest;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.router.auth.Access;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.Accept;
import dev.berth.router.resolve.Located;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.ProjectRegistry.Sent;
import dev.berth.router.resolve.Resolution;
import dev.berth.router.resolve.Resolved;
import dev.berth.router.resolve.RouteRule;
import dev.berth.router.resolve.Trouble;
import dev.berth.router.upstream.Reply;
import dev.berth.router.upstream.UpstreamException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Lists of tags and of referrers, page by page, from the project that has the repository.
final class ListRoutes {
    private static final Logger log = LoggerFactory.getLogger(ListRoutes.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LIST_BYTES_MAX = 4 * 1024 * 1024;

    private final Resolution resolution;
    private final ProjectRegistry registry;
    private final List<RouteRule> rules;
    private final String prefix;
    private final Served served;

    /// @param prefix what stands before an image's name in our paths
    ListRoutes(
            Resolution resolution,
            ProjectRegistry registry,
            List<RouteRule> rules,
            String prefix,
            Served served) {
        this.served = served;
        this.resolution = resolution;
        this.registry = registry;
        this.rules = rules;
        this.prefix = prefix;
    }

    Response tags(Access access, Request request) throws InterruptedException {
        var asked = ImageRequest.of(access, request, rules);
        var home = resolution.repositories().home(asked.candidates(), asked.image());
        Sent sent = new Sent.Absent();
        if (home.isPresent()) {
            resolved(asked, "hit", System.nanoTime());
            sent = tagsOf(home.get(), asked, request);
        }
        if (sent instanceof Sent.Absent) {
            sent = tagsOf(located(asked), asked, request);
        }
        return list(sent, request, asked, json -> renamed(json, asked));
    }

    private Sent tagsOf(Project project, ImageRequest asked, Request request)
            throws InterruptedException {
        var target = "/v2/" + project.repository(asked.image()) + "/tags/list"
                + query(request, "n", "last");
        return registry.pass(project, target, Headers.NONE);
    }

    /// Where the repository is, if it is not at home, or has none.
    private Project located(ImageRequest asked) throws InterruptedException {
        long started = System.nanoTime();
        var result = "error";
        try {
            var project = locate(asked);
            result = "miss";
            return project;
        } finally {
            resolved(asked, result, started);
        }
    }

    private void resolved(ImageRequest asked, String result, long started) {
        served.listed(result, System.nanoTime() - started);
        log.atDebug()
                .addKeyValue("image", asked.image())
                .addKeyValue("result", result)
                .log("tags_resolve");
    }

    private Project locate(ImageRequest asked) throws InterruptedException {
        return switch (resolution.repositories().locate(asked.candidates(), asked.image())) {
            case Located.At(var project, var _) -> project;
            case Located.Nowhere _ -> throw unknown(asked);
            case Located.Unclear(var trouble) -> throw unclear(trouble);
            case Located.Ambiguous(var projects) ->
                throw new RouterException(new RouterRefusal.Ambiguous(projects));
        };
    }

    Response referrers(Access access, Request request) throws InterruptedException {
        var asked = ImageRequest.of(access, request, rules);
        var digest = Digest.parse(request.parameter("digest"));
        var project = owner(asked, digest);
        var target = "/v2/" + project.repository(asked.image()) + "/referrers/" + digest
                + query(request, "artifactType", "n", "last");
        var sent = registry.pass(project, target, Headers.NONE);
        return list(sent, request, asked, UnaryOperator.identity());
    }

    /// The project that has the manifest: any other would say that nothing refers to it.
    private Project owner(ImageRequest asked, Digest digest) throws InterruptedException {
        var resolved = resolution
                .manifests()
                .resolve(
                        asked.candidates(),
                        asked.image(),
                        new Reference.Digested(digest),
                        Accept.ANYTHING,
                        false);
        return switch (resolved) {
            case Resolved.Found found -> found.project();
            case Resolved.Unknown _ ->
                throw new OciException(new OciError.ManifestUnknown(digest.toString()));
            case Resolved.Unclear(var trouble) -> throw unclear(trouble);
            case Resolved.Ambiguous(var projects) ->
                throw new RouterException(new RouterRefusal.Ambiguous(projects));
        };
    }

    /// These parameters of the request, encoded anew.
    private static String query(Request request, String... names) {
        var parts = new ArrayList<String>();
        for (var name : names) {
            request.query()
                    .first(name)
                    .map(value -> name.equals("n")
                            ? Integer.toString(PageSize.parse(value))
                            : URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .ifPresent(value -> parts.add(name + "=" + value));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private Response list(
            Sent sent, Request request, ImageRequest asked, UnaryOperator<byte[]> rendering) {
        return switch (sent) {
            case Sent.Absent _ -> throw unknown(asked);
            case Sent.Unclear(var trouble) -> throw unclear(trouble);
            case Sent.Answered(var reply) -> {
                try (reply) {
                    yield page(reply, request, rendering);
                }
            }
        };
    }

    private Response page(Reply reply, Request request, UnaryOperator<byte[]> rendering) {
        if (reply.status() != 200) {
            throw invalid();
        }
        try {
            var fields = new ArrayList<String>(List.of(
                    "Content-Type", reply.header("Content-Type").orElse("application/json")));
            reply.header("OCI-Filters-Applied")
                    .ifPresent(value -> fields.addAll(List.of("OCI-Filters-Applied", value)));
            reply.header("Link")
                    .flatMap(link -> NextLink.below(request.path(), link))
                    .ifPresent(link -> fields.addAll(List.of("Link", link)));
            return Response.of(200, fields.toArray(String[]::new))
                    .withBody(new Body.Bytes(rendering.apply(reply.bytes(LIST_BYTES_MAX))));
        } catch (UpstreamException | JacksonException e) {
            throw invalid();
        }
    }

    /// A list of tags says whose it is; clients know the repository by our name.
    ///
    /// Copied piece by piece: a tree of a million tags would be ten times as large as its text.
    private byte[] renamed(byte[] json, ImageRequest asked) {
        var list = new ByteArrayOutputStream(json.length + RepositoryName.LENGTH_MAX);
        try (var parser = JSON.createParser(json);
                var generator = JSON.createGenerator(list)) {
            while (parser.nextToken() != null) {
                if (isName(parser)) {
                    generator.writeString(prefix + "/" + asked.image());
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        }
        return list.toByteArray();
    }

    private static boolean isName(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING
                && parser.streamReadContext().getNestingDepth() == 1
                && "name".equals(parser.currentName());
    }

    private static OciException unknown(ImageRequest asked) {
        return new OciException(new OciError.NameUnknown(asked.image().value()));
    }

    private static RouterException invalid() {
        return unclear(new Trouble(Trouble.Kind.INVALID, Duration.ZERO));
    }

    private static RouterException unclear(Trouble trouble) {
        return new RouterException(new RouterRefusal.Unclear(trouble));
    }
}
