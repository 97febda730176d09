/// Resolution: in which project an image is, and what is remembered about it.
///
/// **Start at** [ResolveManifest]; where a project is chosen: [Wave].
///
/// How a manifest is found: by a fresh mapping; else at the project that had it; else at the one
/// that has others of its repository; else by asking all candidates at once, in waves ([Locate]).
/// Blobs go where the manifest that names them came from ([LocateBlob]).
///
/// **Invariants**
/// - Every key begins with [Candidates]: what is remembered for one caller is reached only by
///   callers who may read the same projects.
/// - Absent is said and remembered only when every candidate said 404.
/// - One question of a kind is under way at a time, and outlives whoever asked first.
/// - No manifest leaves whose bytes were not hashed.
@NullMarked
package dev.berth.router.resolve;

import org.jspecify.annotations.NullMarked;
