/// How content goes out: manifests, blobs, and the lists of tags, referrers and
/// repositories.
///
/// **Start at** [PullManifest] and [OpenBlob]; lists: [Tags], [Referrers], [Catalog]. Who
/// else has a say is a [PullGate].
///
/// **Invariants**
/// - A steady pull neither reads nor writes the database.
/// - A page costs what it holds, not what the repository holds.
///
/// Source: distribution-spec, "Pull" and "Content Discovery".
@NullMarked
package dev.berth.registry.pull;

import org.jspecify.annotations.NullMarked;
