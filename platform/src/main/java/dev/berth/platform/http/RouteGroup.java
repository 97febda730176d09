package dev.berth.platform.http;

import java.util.List;

/// Routes below one path prefix that share how their refusals look and which fields every answer
/// has.
///
/// - `prefix`: such as `/v2`; a request belongs to the group with the longest prefix of whole
/// segments.
/// - `fields`: added to every answer of the group, refusals included.
public record RouteGroup(
        String prefix, List<Route<?>> routes, ErrorResponses errors, Headers fields) {
    public RouteGroup {
        routes = List.copyOf(routes);
    }
}
