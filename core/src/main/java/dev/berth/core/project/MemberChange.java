package dev.berth.core.project;

/// What happened to a member of a project.
///
/// - `project`: its number, `projectName` its name.
/// - `name`: of the account.
public sealed interface MemberChange {
    long project();

    String projectName();

    String name();

    record Added(long project, String projectName, String name) implements MemberChange {}

    record Removed(long project, String projectName, String name) implements MemberChange {}

    /// It has another role.
    record Updated(long project, String projectName, String name) implements MemberChange {}
}
