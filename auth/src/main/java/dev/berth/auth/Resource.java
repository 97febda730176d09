package dev.berth.auth;

/// What a permission is about: a type and a name, as in a token scope.
///
/// `repository` with the repository's full name; `registry` with `catalog`.
public record Resource(String type, String name) {
    public static final String REPOSITORY = "repository";
    public static final Resource CATALOG = new Resource("registry", "catalog");

    public static Resource repository(String name) {
        return new Resource(REPOSITORY, name);
    }
}
