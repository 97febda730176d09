/// Projects: who owns which repositories, who belongs to a project, and what everybody may there.
///
/// **Start at** [Projects] and [Members]. The decision is [ProjectPolicy]; `/v2` asks it through
/// [ProjectPermissions], Harbor's API through [ProjectGuards]. Rows: [ProjectTable], [MemberTable].
/// HTTP: [ProjectRoutes], [MetadataRoutes]. What was there before projects: [FormerPrefixes].
///
/// **Invariants**
/// - A repository belongs to the project that its name begins with, and gets content only while
///   that project is there ([ProjectOwners]).
/// - The number of a project is never given again: what was issued for a project that is gone is
///   worth nothing for one of the same name.
/// - A project goes only when none of its repositories has a manifest.
/// - A change is in force at the next request, in every process.
/// - What a caller may not see does not exist for them: the refusal is the same.
///
/// Source: Harbor API v2.0, tags "project" and "projectMetadata".
@NullMarked
package dev.berth.core.project;

import org.jspecify.annotations.NullMarked;
