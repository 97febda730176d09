package dev.berth.platform.http;

import java.util.List;

/// Routes below one path prefix that share how their refusals look and which fields every answer
/// has.
///
/// - `prefix`: such as `/v2`; a request belongs to the group with the longest prefix of whole
/// segments.
/// - `fields`: added to every answer of the group, refusals included.
/// - `emptySegments`: what `//` and a slash at the end mean in a path of the group.
public record RouteGroup(
        String prefix,
        List<Route<?>> routes,
        ErrorResponses errors,
        Headers fields,
        EmptySegments emptySegments) {
    public RouteGroup {
        routes = List.copyOf(routes);
    }

    /// A group whose paths mean what they say.
    public RouteGroup(String prefix, List<Route<?>> routes, ErrorResponses errors, Headers fields) {
        this(prefix, routes, errors, fields, EmptySegments.COUNT);
    }

    /// What the part between two slashes is that has nothing in it.
    public enum EmptySegments {
        /// A segment: `/a/`, `/a` and `//a` are three paths.
        COUNT,
        /// Nothing: the three are one. For clients that join their paths carelessly.
        IGNORED
    }
}
