package dev.berth.registry.http;

import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.HEAD;
import static dev.berth.platform.http.Method.PATCH;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import dev.berth.auth.http.Guards;
import dev.berth.auth.http.RepositoryAccess;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistrySettings;

import java.util.List;

/// Every endpoint of the distribution specification, with what it takes to use it.
///
/// Names behind `{name:**}` are matched from the right end, so a repository may be called
/// `team/blobs` or `team/manifests/tags`.
public final class V2Routes {
    private static final Headers FIELDS = Headers.of(
            "Docker-Distribution-API-Version", "registry/2.0", "X-Content-Type-Options", "nosniff");

    private V2Routes() {}

    /// The routes below `/v2`.
    ///
    /// @param notices asked in this order what to tell people beside an answer
    public static RouteGroup assemble(
            RegistryContent content,
            RegistrySettings settings,
            Guards guards,
            Metrics metrics,
            List<Notice> notices) {
        var warnings = new Warnings(notices);
        var manifests = new ManifestRoutes(content, settings.manifestBytesMax());
        var blobs = new BlobRoutes(content);
        var uploads = new UploadRoutes(content);
        var tags = new TagRoutes(content.tags(), settings.pageMax());
        var referrers = new ReferrersRoutes(content.referrers(), settings.referrersBytesMax());
        var catalog = new CatalogRoutes(content.catalog(), settings.pageMax());
        var manifest = "/v2/{name:**}/manifests/{reference}";
        var blob = "/v2/{name:**}/blobs/{digest}";
        var upload = "/v2/{name:**}/blobs/uploads/{upload}";
        int manifestMax = settings.manifestBytesMax();
        return new RouteGroup(
                "/v2",
                List.of(
                        Route.of("end-1", GET, "/v2/", guards.ping(), (_, _) -> pong())
                                .promptly(),
                        Route.of("end-1", GET, "/v2", guards.ping(), (_, _) -> pong())
                                .promptly(),
                        Route.of("catalog", GET, "/v2/_catalog", guards.catalog(), catalog::list),
                        of("end-2", HEAD, blob, guards.pull(), blobs::exists, warnings),
                        of("end-2", GET, blob, guards.pull(), blobs::pull, warnings),
                        ofCaller("end-3", GET, manifest, guards.pull(), manifests::pull, warnings)
                                .promptly(),
                        open("/v2/{name:**}/blobs/uploads/", guards, uploads),
                        open("/v2/{name:**}/blobs/uploads", guards, uploads),
                        of("end-5", PATCH, upload, guards.push(), uploads::append, warnings)
                                .withBody(Route.UNLIMITED),
                        of("end-6", PUT, upload, guards.push(), uploads::finish, warnings)
                                .withBody(Route.UNLIMITED),
                        ofCaller("end-7", PUT, manifest, guards.push(), manifests::push, warnings)
                                .withBody(manifestMax),
                        of(
                                "end-8",
                                GET,
                                "/v2/{name:**}/tags/list",
                                guards.pull(),
                                tags::list,
                                warnings),
                        ofCaller(
                                "end-9",
                                DELETE,
                                manifest,
                                guards.delete(),
                                manifests::delete,
                                warnings),
                        of("end-10", DELETE, blob, guards.delete(), blobs::delete, warnings),
                        of(
                                "end-12",
                                GET,
                                "/v2/{name:**}/referrers/{digest}",
                                guards.pull(),
                                referrers::list,
                                warnings),
                        of("end-13", GET, upload, guards.push(), uploads::status, warnings),
                        of("end-14", DELETE, upload, guards.push(), uploads::cancel, warnings)),
                new OciErrorResponses(metrics),
                FIELDS);
    }

    private static Route<RepositoryAccess> of(
            String operation,
            Method method,
            String pattern,
            Guard<RepositoryAccess> guard,
            RepositoryHandler handler,
            Warnings warnings) {
        return Route.of(operation, method, pattern, guard, RepositoryHandler.of(handler, warnings));
    }

    private static Route<RepositoryAccess> ofCaller(
            String operation,
            Method method,
            String pattern,
            Guard<RepositoryAccess> guard,
            RepositoryHandler.CallerHandler handler,
            Warnings warnings) {
        return Route.of(
                operation, method, pattern, guard, RepositoryHandler.ofCaller(handler, warnings));
    }

    /// Opening needs the caller beside the name: a mount reads from another repository.
    private static Route<RepositoryAccess> open(
            String pattern, Guards guards, UploadRoutes uploads) {
        return Route.of(
                        "end-4",
                        POST,
                        pattern,
                        guards.push(),
                        (access, request) -> uploads.open(
                                access, RepositoryName.parse(access.repository()), request))
                .withBody(Route.UNLIMITED);
    }

    private static Response pong() {
        return Json.response(new Pong());
    }

    /// An empty object, as clients expect.
    private record Pong() {}
}
