/// Why somebody may or may not do something in a project.
///
/// **Start at** [Explain]. HTTP: [ExplainRoutes], for administrators.
///
/// **Invariants**
/// - Whether it is allowed is asked of what decides, `ProjectPolicy`, and where there is no
///   project `Permissions`; only the reasons are made here.
@NullMarked
package dev.berth.core.explain;

import org.jspecify.annotations.NullMarked;
