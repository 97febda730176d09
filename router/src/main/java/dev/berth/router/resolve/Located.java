package dev.berth.router.resolve;

import dev.berth.router.project.Project;

import java.util.List;

/// What all candidates together say to a question.
public sealed interface Located {
    /// The name of the project that is believed; empty text if none is.
    default String owner() {
        return this instanceof At(var project, var _) ? project.name() : "";
    }

    /// `found`, `not_found`, `unclear` or `conflict`, for logs.
    default String result() {
        return switch (this) {
            case At _ -> "found";
            case Nowhere _ -> "not_found";
            case Unclear _ -> "unclear";
            case Ambiguous _ -> "conflict";
        };
    }

    /// What was in the way, for logs; empty text if nothing was.
    default String error() {
        return this instanceof Unclear(var trouble) ? trouble.kind().name() : "";
    }

    /// This one has it, and is the one to believe.
    record At(Project project, Finding.Present found) implements Located {}

    /// Every candidate said 404.
    record Nowhere() implements Located {}

    /// No candidate that could be believed has it, and not all of them could tell.
    record Unclear(Trouble trouble) implements Located {}

    /// Several have it, and strict mode does not choose.
    record Ambiguous(List<String> projects) implements Located {}
}
