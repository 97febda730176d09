package dev.berth.core.project;

/// What happened to a project.
///
/// - `project`: its number.
/// - `name`: the project's.
public sealed interface ProjectChange {
    long project();

    String name();

    record Created(long project, String name) implements ProjectChange {}

    record Deleted(long project, String name) implements ProjectChange {}

    /// It is public or no longer, or has other metadata, another allowlist or limit.
    record Updated(long project, String name) implements ProjectChange {}
}
