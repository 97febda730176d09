package dev.berth.router.resolve;

import dev.berth.router.project.Project;

import java.util.List;

/// What all candidates together say to a question.
public sealed interface Located {
    /// This one has it, and is the one to believe.
    record At(Project project, Finding.Present found) implements Located {}

    /// Every candidate said 404.
    record Nowhere() implements Located {}

    /// No candidate that could be believed has it, and not all of them could tell.
    record Unclear(Trouble trouble) implements Located {}

    /// Several have it, and strict mode does not choose.
    record Ambiguous(List<String> projects) implements Located {}
}
