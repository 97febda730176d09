package dev.berth.auth;

/// Decides what principals may do: the one place that knows.
///
/// Answers from exact caches; no deadline needed. The features above bring the implementation.
public interface Permissions {
    /// True if `principal` may do what `permission` says, now.
    boolean allow(Principal principal, Permission permission);

    /// Which of all things that ever had this name has it now, so that what was issued for another
    /// one is worth nothing; 0 if none has it, or if the name always means the same.
    long incarnation(Resource resource);
}
