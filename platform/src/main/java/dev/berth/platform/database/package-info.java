/// The database: one index in SQL, on SQLite or PostgreSQL, with caches that are never wrong.
///
/// **Start at** [Database]. A `…Table` class of a feature names the columns and is the only place
/// where jOOQ appears outside this package; what it changes it announces with
/// [Transaction#changed], and every [ExactCache] in every process forgets it before the write
/// returns.
///
/// Migrations lie in each module under `db/migration/common`, `…/sqlite` and `…/postgresql`, as
/// `V<number>__<what>.sql`: 001 to 009 here, 010 jobs, 020 auth, 030 registry. `${text}` is a text
/// type that compares by bytes, `${bytes}` a binary one.
///
/// Tests of every module open databases with `testing.TestDatabases` of this module's test jar.
///
/// **Invariants**
/// - [Database#write] returns only when the change survives a power cut.
/// - A cache never answers with what a finished write has replaced.
/// - One SQL text and one migration for both databases unless it cannot be.
@NullMarked
package dev.berth.platform.database;

import org.jspecify.annotations.NullMarked;
