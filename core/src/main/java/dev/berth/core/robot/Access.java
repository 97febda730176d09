package dev.berth.core.robot;

import dev.berth.core.access.Right;

/// A right as it was granted.
///
/// @param isSaid whether the request said that it is allowed, which is so anyway and is shown again
public record Access(Right right, boolean isSaid) {
    private static final String SAID = "=allow";

    /// Reads what `toString` writes.
    static Access parse(String text) {
        boolean isSaid = text.endsWith(SAID);
        var right = isSaid ? text.substring(0, text.length() - SAID.length()) : text;
        return new Access(Right.of(right), isSaid);
    }

    /// `repository:pull`, or `repository:pull=allow`.
    @Override
    public String toString() {
        return right + (isSaid ? SAID : "");
    }
}
