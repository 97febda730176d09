/// The audit log: who did what, when.
///
/// **Start at** [AuditLog], which hears events, and [AuditEntry], which says what each of them is
/// called in Harbor's words. Rows: [AuditTable]. HTTP: [AuditRoutes]. To a syslog server:
/// [ForwardAudit].
///
/// **Invariants**
/// - What was committed is in the log once, and what was not is not.
/// - No entry has a secret in it: events have none.
///
/// Source: Harbor API v2.0, tag "auditlog".
@NullMarked
package dev.berth.core.audit;

import org.jspecify.annotations.NullMarked;
