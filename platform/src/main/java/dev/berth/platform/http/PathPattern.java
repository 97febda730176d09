package dev.berth.platform.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        throw new UnsupportedOperationException("written by the http part");
    }

    /// What the captures hold, or empty if the path (decoded segments) does not match.
    public Optional<Map<String, String>> match(List<String> path) {
        throw new UnsupportedOperationException("written by the http part");
    }
}
