/// What all operations of Harbor's API share.
///
/// **Start at** [ListRequest] and [HarborError]. JSON: [Json]. Refusals: [HarborErrorResponses].
///
/// **Invariants**
/// - A refusal has one entry with a code and a message; what is our own fault says nothing more.
/// - A page costs no more than its rows, and at most 10,000 rows leave at once.
///
/// Source: Harbor API v2.0; the rules of its front proxy and its error vocabulary.
@NullMarked
package dev.berth.core.api;

import org.jspecify.annotations.NullMarked;
