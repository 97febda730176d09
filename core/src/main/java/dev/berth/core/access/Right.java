package dev.berth.core.access;

/// One thing that may be done with one kind of resource, in Harbor's words.
///
/// As text: `member:list`; a project itself is `project`.
public record Right(String resource, String action) {
    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Right of(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("a right is written resource:action, not " + text);
        }
        return new Right(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return resource + ":" + action;
    }
}
