package dev.berth.registry.http;

import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.pull.Tags;

import java.io.IOException;
import java.util.List;

/// The tags of a repository: `end-8a`, `end-8b`.
final class TagRoutes {
    /// With quotes and a comma.
    private static final long TAG_BYTES_MAX = Tag.LENGTH_MAX + 3;

    private final Tags tags;
    private final long pageBytesMax;

    TagRoutes(Tags tags, int pageMax) {
        this.tags = tags;
        this.pageBytesMax = pageMax * TAG_BYTES_MAX;
    }

    /// The answer's body.
    private record TagListBody(String name, List<String> tags) {}

    Response list(RepositoryName repository, Request request) throws IOException {
        request.makeRoom(pageBytesMax);
        var page = tags.page(repository, PageQuery.of(request));
        var names = page.entries().stream().map(Tag::toString).toList();
        var response = Json.response(new TagListBody(repository.toString(), names));
        return Links.withNext(response, request, page);
    }
}
