package dev.berth.router.http;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.router.auth.Access;
import dev.berth.router.project.Catalog;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The images of all projects that the caller may read. Source: the `_catalog` extension of
/// docker/distribution.
final class CatalogRoutes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Catalog catalog;
    private final String prefix;

    /// @param prefix what stands before an image's name
    CatalogRoutes(Catalog catalog, RepositoryName prefix) {
        this.catalog = catalog;
        this.prefix = prefix + "/";
    }

    private record CatalogBody(List<String> repositories) {}

    Response list(Access access, Request request) throws IOException, InterruptedException {
        if (access.repositories().isPresent()) {
            throw new HttpException(new HttpProblem.Malformed(
                    "a token names single repositories; list them with name and password"));
        }
        int count = PageSize.of(request);
        var last = request.query().first("last").map(this::withoutPrefix);
        var page = catalog.page(access.candidates().projects(), last, count);
        var names = page.images().stream().map(image -> prefix + image).toList();
        var response = Response.of(200, "Content-Type", "application/json")
                .withBody(new Body.Bytes(JSON.writeValueAsBytes(new CatalogBody(names))));
        return page.more() ? response.with("Link", next(names.getLast(), count)) : response;
    }

    private String withoutPrefix(String last) {
        return last.startsWith(prefix) ? last.substring(prefix.length()) : last;
    }

    private static String next(String last, int count) {
        return "</v2/_catalog?n=%d&last=%s>; rel=\"next\""
                .formatted(count, URLEncoder.encode(last, StandardCharsets.UTF_8));
    }
}
