package dev.berth.router.http;

import dev.berth.router.resolve.Trouble;

import java.util.List;

/// Why the router has no answer, other than that there is none.
sealed interface RouterRefusal {
    /// Harbor, or what is behind it, does not answer.
    record Unclear(Trouble trouble) implements RouterRefusal {}

    /// Several projects have it.
    record Ambiguous(List<String> projects) implements RouterRefusal {}
}
