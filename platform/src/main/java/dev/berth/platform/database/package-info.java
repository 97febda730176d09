/// The database: one index in SQL, on SQLite or PostgreSQL, with caches that are never wrong.
///
/// **Start at** [Database]. A `…Table` class of a feature names the columns and is the only place
/// where jOOQ appears outside this package; what it changes it announces with
/// [Transaction#changed], and every [ExactCache] in every process forgets it before the write
/// returns.
///
/// **Invariants**
/// - [Database#write] returns only when the change survives a power cut.
/// - A cache never answers with what a finished write has replaced.
/// - One SQL text and one migration for both databases unless it cannot be.
@NullMarked
package dev.berth.platform.database;

import org.jspecify.annotations.NullMarked;
