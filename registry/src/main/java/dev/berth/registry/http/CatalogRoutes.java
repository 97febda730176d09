package dev.berth.registry.http;

import dev.berth.auth.Principal;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.pull.Catalog;

import java.io.IOException;
import java.util.List;

/// The names of all repositories, for those who may see them. Source: the `_catalog` extension.
final class CatalogRoutes {
    /// With quotes and a comma.
    private static final long NAME_BYTES_MAX = RepositoryName.LENGTH_MAX + 3;

    private final Catalog catalog;
    private final long pageBytesMax;

    CatalogRoutes(Catalog catalog, int pageMax) {
        this.catalog = catalog;
        this.pageBytesMax = pageMax * NAME_BYTES_MAX;
    }

    /// The answer's body.
    private record CatalogBody(List<String> repositories) {}

    Response list(Principal admitted, Request request) throws IOException {
        request.makeRoom(pageBytesMax);
        var page = catalog.page(PageQuery.of(request), _ -> true);
        var names = page.entries().stream().map(RepositoryName::toString).toList();
        return Links.withNext(Json.response(new CatalogBody(names)), request, page);
    }
}
