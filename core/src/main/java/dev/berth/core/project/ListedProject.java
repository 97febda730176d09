package dev.berth.core.project;

import dev.berth.core.access.Role;

import java.util.Optional;

/// A project with what a list shows of it.
///
/// @param repositories how many repositories count
/// @param role of the account that looks
/// @param allowlistCharacters what loading its allowlist costs; 0 if none was written
public record ListedProject(
        Project project, long repositories, Optional<Role> role, long allowlistCharacters) {}
