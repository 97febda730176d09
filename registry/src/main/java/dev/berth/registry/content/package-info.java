/// What the registry has: blobs, manifests, tags, and which repository owns what.
///
/// **Start at** [Content], the port; `StoredContent` answers it from the index and the
/// store. Rows: the `…Table` classes; their columns stand in `V030__registry.sql`.
///
/// ```
/// repository ─┬─ tag ──────────────▶ manifest ─┬─▶ manifest_content   (bytes, shared)
///             ├─ manifest_reference ◀──────────┘
///             └─ repository_blob ──────────────────▶ blob ··· BlobStore (bytes, shared)
/// garbage: the memberships that nothing may need any more, by due time
/// ```
///
/// **Invariants**
/// - A blob that is `LIVE` has its file; whoever removes the file first makes it
///   `CONDEMNED`.
/// - Content is served through a repository only if that repository has a row for it.
/// - A membership without a manifest that names it is in `garbage`, and stays until its
///   lease ends.
@NullMarked
package dev.berth.registry.content;

import org.jspecify.annotations.NullMarked;
