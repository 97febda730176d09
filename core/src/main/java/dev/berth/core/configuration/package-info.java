/// What an administrator sets for the whole installation while it runs.
///
/// **Start at** [Configurations]; every key with its type and default is in [Items]. Rows:
/// [ConfigurationTable]. HTTP: [ConfigurationRoutes]. What read-only mode refuses: [ReadOnlyMode].
///
/// **Invariants**
/// - A stored value is of its item's kind: what cannot be is refused before anything is stored.
/// - A change counts at the next request, in every process.
/// - A secret is stored sealed and is in no answer.
///
/// Source: Harbor API v2.0, tag "configure".
@NullMarked
package dev.berth.core.configuration;

import org.jspecify.annotations.NullMarked;
