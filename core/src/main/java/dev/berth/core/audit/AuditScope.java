package dev.berth.core.audit;

/// Whose entries somebody may read.
sealed interface AuditScope {
    /// All that there are.
    record All() implements AuditScope {}

    /// Those of one project.
    record OfProject(long project) implements AuditScope {}

    /// Those of all projects in which the account may list the log.
    record ToAccount(long account) implements AuditScope {}
}
