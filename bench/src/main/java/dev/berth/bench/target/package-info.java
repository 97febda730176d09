/// The servers under load: given ones and started ones, how to reach them and how to fill them.
///
/// **Start at** [Target], [Registry], [Peer]. Credentials: [Access]. Pushing: [Upload].
///
/// **Invariants**
/// - A started server lives in a folder of its own, begins empty, and ends with the bench.
/// - A secret is in no message and in no report.
@NullMarked
package dev.berth.bench.target;

import org.jspecify.annotations.NullMarked;
