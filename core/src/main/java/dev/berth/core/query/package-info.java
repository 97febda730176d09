/// The grammar of `q`, by which every list of Harbor's API is filtered.
///
/// **Start at** [ListQuery]. Names of columns: [ColumnName].
///
/// **Invariants**
/// - A text is either read completely or refused; work is linear in its length.
/// - Values stay texts: a column knows its type, the grammar does not.
///
/// Source: Harbor API v2.0, parameter `q`.
@NullMarked
package dev.berth.core.query;

import org.jspecify.annotations.NullMarked;
