/// The model of the OCI specifications: what a digest, a name, a manifest and a refusal are.
/// No I/O.
///
/// **Start at** [Digest], [Reference] and [Manifest]; what a registry may refuse is
/// [OciError].
///
/// **Invariants**
/// - A value that exists is valid: text becomes a type in `parse`, which throws
///   [OciException].
/// - A manifest is its exact bytes; what is parsed stands beside them and is never written
///   back.
/// - Reading costs time and memory in proportion to the text, whatever the text is.
///
/// Source: distribution-spec at HEAD (after v1.1.1), image-spec v1.1.
@NullMarked
package dev.berth.oci;

import org.jspecify.annotations.NullMarked;
