/// Packaging: what a release is made of.
///
/// **Start at** [ImageArchive]. The scripts beside it (`deploy/dist`, `deploy/image`) make the
/// trimmed runtime, the AOT cache and the archive, and call it.
@NullMarked
package dev.berth.deploy;

import org.jspecify.annotations.NullMarked;
