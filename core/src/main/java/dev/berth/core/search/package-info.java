/// What there is altogether, as far as the caller sees it: search and statistics.
///
/// **Start at** [SearchRoutes].
///
/// **Invariants**
/// - What a caller may not see is neither found nor counted.
///
/// Source: Harbor API v2.0, tags "search" and "statistic".
@NullMarked
package dev.berth.core.search;

import org.jspecify.annotations.NullMarked;
