package dev.berth.registry.http;

import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.registry.pull.Tags;

import java.util.List;

/// The tags of a repository: `end-8a`, `end-8b`.
final class TagRoutes {
    private final Tags tags;

    TagRoutes(Tags tags) {
        this.tags = tags;
    }

    /// The answer's body.
    private record TagListBody(String name, List<String> tags) {}

    Response list(RepositoryName repository, Request request) {
        var page = tags.page(repository, PageQuery.of(request));
        var names = page.entries().stream().map(Tag::toString).toList();
        var response = Json.response(new TagListBody(repository.toString(), names));
        return Links.withNext(response, request, page);
    }
}
