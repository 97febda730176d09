package dev.berth.router.http;

import static dev.berth.platform.http.Method.DELETE;
import static dev.berth.platform.http.Method.GET;
import static dev.berth.platform.http.Method.PATCH;
import static dev.berth.platform.http.Method.POST;
import static dev.berth.platform.http.Method.PUT;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.router.auth.Access;
import dev.berth.router.project.Catalog;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.resolve.Resolution;
import dev.berth.router.resolve.ResolveSettings;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every endpoint of the router below `/v2`.
///
/// Pulls only: whatever would change something is 405, and says where to do it.
public final class RouterRoutes {
    private static final Headers FIELDS = Headers.of(
            "Docker-Distribution-API-Version", "registry/2.0", "X-Content-Type-Options", "nosniff");

    private RouterRoutes() {}

    /// The routes below `/v2`.
    ///
    /// @param catalog empty if images are not listed
    public static RouteGroup assemble(
            ServeSettings serve,
            ResolveSettings settings,
            Resolution resolution,
            ProjectRegistry registry,
            Optional<Catalog> catalog,
            Guard<Access> guard,
            Served served) {
        var rules = settings.rules();
        var prefix = serve.prefix();
        var pushes = serve.pushes();
        var manifests = new ManifestRoutes(resolution.manifests(), rules, served);
        var blobs =
                new BlobRoutes(resolution.blobs(), registry, settings, serve.redirects(), served);
        var lists = new ListRoutes(resolution, registry, rules, prefix.value(), served);
        var below = "/v2/" + prefix + "/{name:**}";
        var routes = new ArrayList<Route<?>>(List.of(
                Route.of("v2check", GET, "/v2/", guard, (_, _) -> pong()).promptly(),
                Route.of("v2check", GET, "/v2", guard, (_, _) -> pong()).promptly(),
                Route.of("manifest", GET, below + "/manifests/{reference}", guard, manifests::pull)
                        .promptly(),
                Route.of("blob", GET, below + "/blobs/{digest}", guard, blobs::pull),
                Route.of("tags", GET, below + "/tags/list", guard, lists::tags),
                Route.of(
                        "referrers", GET, below + "/referrers/{digest}", guard, lists::referrers)));
        catalog.map(images -> new CatalogRoutes(images, prefix))
                .ifPresent(list ->
                        routes.add(Route.of("catalog", GET, "/v2/_catalog", guard, list::list)));
        routes.add(elsewhere("/v2/{path:**}", guard, prefix));
        routes.add(elsewhere("/v2/{path:**}/", guard, prefix));
        for (var method : List.of(POST, PUT, PATCH, DELETE)) {
            routes.add(push(method, "/v2/{path:**}", guard, pushes));
            routes.add(push(method, "/v2/{path:**}/", guard, pushes));
        }
        return new RouteGroup("/v2", routes, new RouterErrorResponses(), FIELDS);
    }

    private static Route<Access> elsewhere(
            String pattern, Guard<Access> guard, RepositoryName prefix) {
        return Route.of("other", GET, pattern, guard, (_, request) -> {
            throw new HttpException(new HttpProblem.NoRoute(
                    request.path() + "; images are below /v2/" + prefix + "/"));
        });
    }

    private static Route<Access> push(
            Method method, String pattern, Guard<Access> guard, URI pushes) {
        return Route.of("push", method, pattern, guard, (_, _) -> {
                    throw new OciException(new OciError.Unsupported(
                            "this address serves pulls only; push to a project of " + pushes));
                })
                .withBody(Route.UNLIMITED);
    }

    private static Response pong() {
        return Response.of(200, "Content-Type", "application/json")
                .withBody(new Body.Bytes("{}".getBytes(StandardCharsets.UTF_8)));
    }
}
