package dev.berth.core.project;

import dev.berth.core.access.Role;

/// That an account belongs to a project, and as what.
///
/// @param id never used again
public record Member(long id, long projectId, long accountId, String accountName, Role role) {}
