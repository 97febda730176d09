/// What is pushed and pulled: random blobs without repetition between them, and manifests over
/// them.
///
/// **Start at** [RandomBlob], [Manifest].
///
/// **Invariants**
/// - Two blobs of one run have the same bytes only if they have the same series, number and length.
/// - Digests are known before a clock runs.
///
/// Source: image-spec v1.1.
@NullMarked
package dev.berth.bench.content;

import org.jspecify.annotations.NullMarked;
