package dev.berth.router.resolve;

import dev.berth.oci.RepositoryName;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// “Images that look like this are in these projects, and nobody else is asked for them.”
///
/// - Shape: `corp/** -> ghcr quay`. `*` stands for any characters but `/`, a last `**` for any at
///   all.
/// - The first rule that matches counts.
public record RouteRule(String text, Pattern image, Set<String> projects) {
    private static final Pattern SHAPE =
            Pattern.compile("([a-z0-9._*/-]{1,255})\\s*->\\s*(\\S+(?:\\s+\\S+)*)");

    public RouteRule {
        projects = Set.copyOf(projects);
    }

    /// Reads a rule.
    ///
    /// @throws IllegalArgumentException with what to write instead
    public static RouteRule parse(String text) {
        var parts = SHAPE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "write a pattern and projects, such as corp/** -> ghcr");
        }
        return new RouteRule(
                text, pattern(parts.group(1)), Set.of(parts.group(2).split("\\s+", -1)));
    }

    private static Pattern pattern(String glob) {
        boolean any = glob.endsWith("**");
        var literals = Arrays.stream(
                        (any ? glob.substring(0, glob.length() - 2) : glob).split("\\*", -1))
                .map(Pattern::quote)
                .toList();
        return Pattern.compile(String.join("[^/]*", literals) + (any ? ".*+" : ""));
    }

    /// The candidates for an image, as the first matching rule says; all where none matches.
    public static Candidates narrow(
            Candidates candidates, List<RouteRule> rules, RepositoryName image) {
        return of(rules, image)
                .map(rule ->
                        candidates.narrowed(project -> rule.projects().contains(project.name())))
                .orElse(candidates);
    }

    /// The first rule that matches an image.
    public static Optional<RouteRule> of(List<RouteRule> rules, RepositoryName image) {
        for (var rule : rules) {
            if (rule.image().matcher(image.value()).matches()) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
