/// Who there is, and what they may do: many projects, users, members, robots and audit entries.
///
/// **Start at** [Population], [FillPopulation]. What a question about a right costs:
/// [PermissionsProgram], the only class here that sees the product.
///
/// **Invariants**
/// - What is slow through the API is copied from rows that the product itself has written, so the
///   bench knows the names of tables and few of their columns.
/// - A filling that the API does not show afterwards is a failure.
@NullMarked
package dev.berth.bench.population;

import org.jspecify.annotations.NullMarked;
