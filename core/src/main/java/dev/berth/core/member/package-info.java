/// Members of projects in Harbor's words.
///
/// **Start at** [MemberRoutes]. Who is a member, and the rows, are `core.project`.
///
/// **Invariants**
/// - A member is looked up through its project: one of another project does not exist here.
/// - Groups are no members yet: where they come from is still missing.
///
/// Source: Harbor API v2.0, tag "member".
@NullMarked
package dev.berth.core.member;

import org.jspecify.annotations.NullMarked;
