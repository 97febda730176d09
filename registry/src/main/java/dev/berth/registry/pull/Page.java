package dev.berth.registry.pull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of an ordered list.
///
/// @param next what to ask for as `last` to get the entries that follow; empty at the end
public record Page<T>(List<T> entries, Optional<String> next) {
    public Page {
        entries = List.copyOf(entries);
    }

    static <T> Page<T> empty() {
        return new Page<>(List.of(), Optional.empty());
    }

    /// The first `max` of `entries`, which has one more if others follow.
    static <T> Page<T> of(List<T> entries, int max, Function<T, String> key) {
        if (entries.size() <= max) {
            return new Page<>(entries, Optional.empty());
        }
        var page = entries.subList(0, max);
        return new Page<>(page, Optional.of(key.apply(page.getLast())));
    }
}
