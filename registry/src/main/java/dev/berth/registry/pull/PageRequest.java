package dev.berth.registry.pull;

import java.util.Optional;
import java.util.OptionalInt;

/// Which part of an ordered list is wanted.
///
/// @param n how many entries at most, not negative; the server may give fewer
/// @param last entries start after this text, which need not be one of them
public record PageRequest(OptionalInt n, Optional<String> last) {
    public static final PageRequest FIRST = new PageRequest(OptionalInt.empty(), Optional.empty());

    public PageRequest {
        if (n.isPresent() && n.getAsInt() < 0) {
            throw new IllegalArgumentException("n must not be negative: " + n.getAsInt());
        }
    }

    /// How many entries to give where a page holds `pageMax` at most.
    int entriesMax(int pageMax) {
        return Math.min(n.orElse(pageMax), pageMax);
    }
}
