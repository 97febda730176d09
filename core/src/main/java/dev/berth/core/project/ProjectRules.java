package dev.berth.core.project;

/// What administrators may set about projects while the installation runs; asked each time.
public interface ProjectRules {
    /// Whether everybody with an account may make projects, or administrators only.
    boolean everybodyCreates();

    /// The bytes that a new project may take if nobody says otherwise, [Project#UNLIMITED] for any.
    long storageLimit();
}
