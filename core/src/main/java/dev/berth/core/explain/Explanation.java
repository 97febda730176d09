package dev.berth.core.explain;

import java.util.List;

/// Whether something is allowed, and each fact that speaks for or against it, as a sentence.
public record Explanation(boolean allowed, List<String> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }
}
