package dev.berth.bench.scenario;

import dev.berth.bench.http.Answer;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A list, page by page, as its `Link` headers lead.
///
/// @param paths of all pages, in order
/// @param items on all pages together
record Pages(List<String> paths, int items) {
    private static final int PAGES_MAX = 100_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"?next\"?");
    private static final JsonMapper JSON = new JsonMapper();

    /// Walks the list once.
    ///
    /// @param field the array that holds the items
    static Pages walk(Registry registry, String first, Scope scope, String field)
            throws IOException {
        var paths = new ArrayList<String>();
        int items = 0;
        Optional<String> path = Optional.of(first);
        while (path.isPresent() && paths.size() < PAGES_MAX) {
            paths.add(path.get());
            Answer page =
                    registry.call(registry.request("GET", path.get(), scope).expecting(200));
            items += JSON.readTree(page.body()).path(field).size();
            path = page.header("Link").flatMap(Pages::next);
        }
        return new Pages(List.copyOf(paths), items);
    }

    /// That list, which must have that many items.
    Pages requireItems(int expected, Registry registry) throws IOException {
        if (items != expected) {
            throw new IOException("%s lists %d items of %d, beginning at %s"
                    .formatted(registry.name(), items, expected, paths.getFirst()));
        }
        return this;
    }

    private static Optional<String> next(String link) {
        var matcher = NEXT.matcher(link);
        if (!matcher.find()) {
            return Optional.empty();
        }
        URI target = URI.create(matcher.group(1));
        return Optional.of(target.getRawPath() + "?" + target.getRawQuery());
    }
}
