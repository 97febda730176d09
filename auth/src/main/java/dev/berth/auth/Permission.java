package dev.berth.auth;

/// One thing that a principal may or may not do.
public record Permission(Resource resource, Action action) {
    /// As in a token scope: `repository:team/app:pull`.
    @Override
    public String toString() {
        return resource.type() + ":" + resource.name() + ":" + action.word();
    }
}
