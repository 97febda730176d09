package dev.berth.registry.pull;

import java.util.List;
import java.util.Optional;

/// A part of an ordered list.
///
/// @param next what to ask for as `last` to get the entries that follow; empty at the end
public record Page<T>(List<T> entries, Optional<String> next) {
    public Page {
        entries = List.copyOf(entries);
    }
}
