/// Where content dies, and where it is checked: garbage, expired uploads, `fsck`.
///
/// **Start at** [CollectGarbage]; uploads that nobody goes on with: [ExpireUploads]; store against
/// database in both directions: [CheckStore], which tells each [Finding].
///
/// **Invariants**
/// - A blob dies only when no repository owns it; a membership ends only when no manifest needs it
///   and its lease is past.
/// - The cost of a pass follows what is due, not what is stored.
/// - A crash at any point leaves a row that the next pass finishes.
@NullMarked
package dev.berth.registry.gc;

import org.jspecify.annotations.NullMarked;
