package dev.berth.platform.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoded query parameters, in the order sent; a name may repeat.
///
/// Source: WHATWG URL, `application/x-www-form-urlencoded` parsing, as registry clients send it.
public record Query(Map<String, List<String>> parameters) {
    public static final Query NONE = new Query(Map.of());

    /// The first value under `name`; empty if it was not sent, the empty text if it had no value.
    public Optional<String> first(String name) {
        var values = parameters.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// All values under `name`, in the order sent.
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
