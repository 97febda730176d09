package dev.berth.auth;

/// Decides what principals may do: the one place that knows.
///
/// Answers from exact caches; no deadline needed. A later feature (projects and roles) replaces
/// the implementation, not the callers.
public interface Permissions {
    /// True if `principal` may do what `permission` says, now.
    boolean allow(Principal principal, Permission permission);
}
