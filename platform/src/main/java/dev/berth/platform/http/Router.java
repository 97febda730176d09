package dev.berth.platform.http;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;

/// Finds the group and the route of a request.
///
/// How it works: routes are sorted once, per group, method and number of path segments, those with
/// more literals first. A look-up walks the few patterns that fit the length and takes the first
/// that matches; nothing is allocated but the captures.
final class Router {
    private final List<Table> tables;

    /// @throws IllegalArgumentException if two groups have one prefix, or two routes of a group the
    ///     same method and pattern
    Router(List<RouteGroup> groups) {
        tables = groups.stream()
                .map(Table::new)
                .sorted(Comparator.comparingInt((Table table) -> table.prefix.size())
                        .reversed())
                .toList();
        if (groups.stream().map(RouteGroup::prefix).distinct().count() != groups.size()) {
            throw new IllegalArgumentException("two groups with one prefix");
        }
    }

    /// A route and what its pattern captured.
    record Match(RouteEntry entry, List<String> captures) {}

    /// The group that a path belongs to, or null.
    @Nullable
    Table table(List<String> path) {
        for (var table : tables) {
            if (table.owns(path)) {
                return table;
            }
        }
        return null;
    }

    /// A route with its pattern as its group reads it, and the names of its captures at hand.
    static final class RouteEntry {
        final Route<?> route;
        final PathPattern pattern;
        final List<String> names;

        RouteEntry(Route<?> route, RouteGroup.EmptySegments emptySegments) {
            this.route = route;
            pattern = switch (emptySegments) {
                case COUNT -> route.pattern();
                case IGNORED -> route.pattern().withoutEmptySegments();
            };
            names = pattern.captureNames();
        }
    }

    /// The routes of one group.
    static final class Table {
        private static final int SEGMENTS_INDEXED = 16;

        final RouteGroup group;
        private final List<String> prefix;

        /// By method, then by number of segments; the last slot is for longer paths.
        private final EnumMap<Method, RouteEntry[][]> entries = new EnumMap<>(Method.class);

        Table(RouteGroup group) {
            this.group = group;
            prefix = group.prefix().isEmpty() || group.prefix().equals("/")
                    ? List.of()
                    : List.of(group.prefix().substring(1).split("/"));
            for (var method : Method.values()) {
                entries.put(method, index(method));
            }
        }

        private RouteEntry[][] index(Method method) {
            var routes = group.routes().stream()
                    .filter(route -> route.method() == method)
                    .sorted(Comparator.comparingLong(
                                    (Route<?> route) -> route.pattern().literals())
                            .reversed())
                    .toList();
            var texts = routes.stream().map(route -> route.pattern().text()).toList();
            if (texts.stream().distinct().count() != texts.size()) {
                throw new IllegalArgumentException("a route is declared twice among " + texts);
            }
            var bySegments = new RouteEntry[SEGMENTS_INDEXED + 1][];
            for (int i = 0; i <= SEGMENTS_INDEXED; i++) {
                int segments = i == SEGMENTS_INDEXED ? Integer.MAX_VALUE : i;
                bySegments[i] = routes.stream()
                        .map(route -> new RouteEntry(route, group.emptySegments()))
                        .filter(entry -> entry.pattern.fits(segments)
                                || (segments == Integer.MAX_VALUE
                                        && entry.pattern.segments().size() >= SEGMENTS_INDEXED))
                        .toArray(RouteEntry[]::new);
            }
            return bySegments;
        }

        private boolean owns(List<String> sent) {
            var path = seen(sent);
            return path.size() >= prefix.size()
                    && path.subList(0, prefix.size()).equals(prefix);
        }

        /// The path as this group reads it.
        private List<String> seen(List<String> sent) {
            return switch (group.emptySegments()) {
                case COUNT -> sent;
                case IGNORED ->
                    sent.contains("")
                            ? sent.stream().filter(part -> !part.isEmpty()).toList()
                            : sent;
            };
        }

        /// The route for a request, or null; HEAD falls back to GET.
        @Nullable
        Match find(@Nullable Method method, RequestTarget target) {
            var path = seen(target.segments());
            var match = method == null ? null : find(method, path);
            return match == null && method == Method.HEAD ? find(Method.GET, path) : match;
        }

        private @Nullable Match find(Method method, List<String> path) {
            var bySegments = requireNonNull(entries.get(method));
            for (var entry : bySegments[Math.min(path.size(), SEGMENTS_INDEXED)]) {
                var captures = entry.pattern.capture(path);
                if (captures != null) {
                    return new Match(entry, captures);
                }
            }
            return null;
        }

        /// Why a request has no route here: [HttpProblem.NoRoute] or
        /// [HttpProblem.MethodNotAllowed].
        HttpProblem refusal(RequestTarget target) {
            var path = seen(target.segments());
            var allowed = EnumSet.noneOf(Method.class);
            for (var method : Method.values()) {
                if (find(method, path) != null) {
                    allowed.add(method);
                }
            }
            if (allowed.contains(Method.GET)) {
                allowed.add(Method.HEAD);
            }
            return allowed.isEmpty()
                    ? new HttpProblem.NoRoute(target.path())
                    : new HttpProblem.MethodNotAllowed(allowed);
        }
    }
}
