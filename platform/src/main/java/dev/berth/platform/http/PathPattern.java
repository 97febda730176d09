package dev.berth.platform.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A path with captures, matched segment by segment.
///
/// - `{name}` captures one segment, which is not empty.
/// - `{name:**}` captures one segment or more, none of them empty, joined by `/`. At most one per
///   pattern: what stands behind it is matched from the right end of the path, so that a repository
///   may be called `team/blobs/uploads`.
/// - A trailing `/` is a last, empty segment: `/v2/` and `/v2` are different paths.
///
/// When several patterns match, the one with more literal segments wins, then the one declared
/// first.
public record PathPattern(String text, List<Segment> segments) {
    private static final Pattern CAPTURE = Pattern.compile("\\{([a-z][a-zA-Z0-9_]*)(:\\*\\*)?}");

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
            throw new IllegalArgumentException("a pattern begins with a slash: " + text);
        }
        var segments = new ArrayList<Segment>();
        for (var part : text.substring(1).split("/", -1)) {
            segments.add(segment(part, text));
        }
        var names = segments.stream()
                .map(PathPattern::nameOf)
                .flatMap(Optional::stream)
                .toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a pattern captures under a name once: " + text);
        }
        if (segments.stream().filter(Segment.CaptureMany.class::isInstance).count() > 1) {
            throw new IllegalArgumentException("a pattern has at most one {name:**}: " + text);
        }
        return new PathPattern(text, segments);
    }

    private static Segment segment(String part, String pattern) {
        var capture = CAPTURE.matcher(part);
        if (capture.matches()) {
            return capture.group(2) == null
                    ? new Segment.Capture(capture.group(1))
                    : new Segment.CaptureMany(capture.group(1));
        }
        if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
            throw new IllegalArgumentException("cannot read {%s} in %s".formatted(part, pattern));
        }
        return new Segment.Literal(part);
    }

    /// The same for paths whose empty segments do not count.
    PathPattern withoutEmptySegments() {
        return new PathPattern(
                text,
                segments.stream()
                        .filter(segment -> !segment.equals(new Segment.Literal("")))
                        .toList());
    }

    /// What the captures hold, or empty if the path (decoded segments) does not match.
    public Optional<Map<String, String>> match(List<String> path) {
        var values = capture(path);
        if (values == null) {
            return Optional.empty();
        }
        var names = captureNames();
        var captures = new LinkedHashMap<String, String>();
        for (int i = 0; i < values.size(); i++) {
            captures.put(names.get(i), values.get(i));
        }
        return Optional.of(captures);
    }

    /// The names of the captures, from left to right.
    List<String> captureNames() {
        return segments.stream()
                .map(PathPattern::nameOf)
                .flatMap(Optional::stream)
                .toList();
    }

    /// What the captures hold in the order of [#captureNames], or null if the path does not match.
    @Nullable
    List<String> capture(List<String> path) {
        int surplus = path.size() - segments.size();
        if (surplus < 0) {
            return null;
        }
        var values = new ArrayList<String>(4);
        int at = 0;
        for (var segment : segments) {
            switch (segment) {
                case Segment.Literal(var literal) -> {
                    if (!literal.equals(path.get(at++))) {
                        return null;
                    }
                }
                case Segment.Capture _ -> {
                    var value = path.get(at++);
                    if (value.isEmpty()) {
                        return null;
                    }
                    values.add(value);
                }
                case Segment.CaptureMany _ -> {
                    var parts = surplus == 0
                            ? path.get(at)
                            : String.join("/", path.subList(at, at + surplus + 1));
                    if (hasEmptyPart(parts)) {
                        return null;
                    }
                    values.add(parts);
                    at += surplus + 1;
                }
            }
        }
        return at == path.size() ? values : null;
    }

    private static boolean hasEmptyPart(String parts) {
        return parts.isEmpty()
                || parts.charAt(0) == '/'
                || parts.endsWith("/")
                || parts.contains("//");
    }

    long literals() {
        return segments.stream().filter(Segment.Literal.class::isInstance).count();
    }

    /// Whether the pattern can match paths of this many segments.
    boolean fits(int pathSegments) {
        return segments.size() == pathSegments
                || (segments.size() < pathSegments
                        && segments.stream().anyMatch(Segment.CaptureMany.class::isInstance));
    }

    private static Optional<String> nameOf(Segment segment) {
        return switch (segment) {
            case Segment.Literal _ -> Optional.empty();
            case Segment.Capture(var name) -> Optional.of(name);
            case Segment.CaptureMany(var name) -> Optional.of(name);
        };
    }
}
