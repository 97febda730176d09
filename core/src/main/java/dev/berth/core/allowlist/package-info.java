/// Lists of vulnerabilities that are let pass: one of the system, one of each project.
///
/// **Start at** [Allowlists]. Rows: [AllowlistTable]. HTTP: [AllowlistRoutes], for the system's;
/// a project's travels with the project.
///
/// Nothing is scanned yet: the lists are kept for then.
///
/// Source: Harbor API v2.0, tag "SystemCVEAllowlist".
@NullMarked
package dev.berth.core.allowlist;

import org.jspecify.annotations.NullMarked;
