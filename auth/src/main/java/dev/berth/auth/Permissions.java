package dev.berth.auth;

import java.util.Optional;

/// Decides what principals may do: the one place that knows.
///
/// Answers from exact caches; no deadline needed. The features above bring the implementation.
public interface Permissions {
    /// True if `principal` may do what `permission` says, now.
    boolean allow(Principal principal, Permission permission);

    /// What to do about something that was not allowed; empty where that would tell more than
    /// `principal` may know.
    default Optional<String> advice(Principal principal, Permission permission) {
        return Optional.empty();
    }

    /// Which of all things that ever had this name has it now, so that what was issued for another
    /// one is worth nothing; 0 if none has it, or if the name always means the same.
    long incarnation(Resource resource);
}
