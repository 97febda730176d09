/// How content comes in: uploads, mounts and manifests; and how it is taken out again.
///
/// **Start at** [Uploads] for blobs and [PushManifest] for manifests. A blob is
/// acknowledged in `CommitBlob`, a tag moves in [PushManifest]. Who else has a say is an
/// [Admission].
///
/// **Invariants**
/// - What is acknowledged survives `kill -9` and power loss, and is not garbage before its
///   lease ends.
/// - A refused push leaves nothing behind, not even an empty repository.
///
/// Source: distribution-spec, "Push" and "Content Management".
@NullMarked
package dev.berth.registry.push;

import org.jspecify.annotations.NullMarked;
