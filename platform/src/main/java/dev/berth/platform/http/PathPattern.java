package dev.berth.platform.http;

import dev.berth.platform.http.PathPattern.Segment.Capture;
import dev.berth.platform.http.PathPattern.Segment.CaptureMany;
import dev.berth.platform.http.PathPattern.Segment.Literal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A path with captures, matched segment by segment.
///
/// - `{name}` captures one segment.
/// - `{name:**}` captures one segment or more, joined by `/`. At most one per pattern: what stands
///   behind it is matched from the right end of the path, so that a repository may be called
///   `team/blobs/uploads`.
/// - A trailing `/` is a last, empty segment: `/v2/` and `/v2` are different paths.
///
/// When several patterns match, the one with more literal segments wins.
public record PathPattern(String text, List<Segment> segments) {
    public PathPattern {
        segments = List.copyOf(segments);
    }

    /// One part between slashes.
    public sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Capture(String name) implements Segment {}

        record CaptureMany(String name) implements Segment {}
    }

    /// Reads a pattern that begins with `/`.
    ///
    /// @throws IllegalArgumentException for a malformed pattern: a bug in the route
    public static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path pattern begins with /: " + text);
        }
        var segments = Stream.of(text.substring(1).split("/", -1))
                .map(PathPattern::segment)
                .toList();
        if (segments.stream().filter(CaptureMany.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("more than one {…:**} in " + text);
        }
        return new PathPattern(text, segments);
    }

    private static Segment segment(String text) {
        if (!text.startsWith("{")) {
            return new Literal(text);
        }
        var name = text.substring(1, text.length() - 1);
        return name.endsWith(":**")
                ? new CaptureMany(name.substring(0, name.length() - 3))
                : new Capture(name);
    }

    /// What the captures hold, or empty if the path (decoded segments) does not match.
    public Optional<Map<String, String>> match(List<String> path) {
        var captures = new LinkedHashMap<String, String>();
        int spare = path.size() - segments.size();
        int at = 0;
        for (var segment : segments) {
            int width = segment instanceof CaptureMany ? spare + 1 : 1;
            if (width < 1 || at + width > path.size()) {
                return Optional.empty();
            }
            if (!matches(segment, path.subList(at, at + width), captures)) {
                return Optional.empty();
            }
            at += width;
        }
        return at == path.size() ? Optional.of(captures) : Optional.empty();
    }

    private static boolean matches(
            Segment segment, List<String> part, Map<String, String> captures) {
        switch (segment) {
            case Literal(var text) -> {
                return part.getFirst().equals(text);
            }
            case Capture(var name) -> captures.put(name, part.getFirst());
            case CaptureMany(var name) -> captures.put(name, String.join("/", part));
        }
        return part.stream().noneMatch(String::isEmpty);
    }
}
