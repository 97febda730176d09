package dev.berth.bench.target;

/// What a request needs to be allowed, in the words of the token protocol.
///
/// @param text as in `repository:team/app:pull`; empty for what needs only a known caller
public record Scope(String text) {
    public static final Scope NONE = new Scope("");
    public static final Scope CATALOG = new Scope("registry:catalog:*");

    public static Scope pull(String repository) {
        return new Scope("repository:" + repository + ":pull");
    }

    public static Scope push(String repository) {
        return new Scope("repository:" + repository + ":pull,push");
    }

    public static Scope delete(String repository) {
        return new Scope("repository:" + repository + ":delete,pull,push");
    }

    /// Both this and the other; a blank separates them in a token request.
    public Scope and(Scope other) {
        return new Scope(text + " " + other.text);
    }
}
