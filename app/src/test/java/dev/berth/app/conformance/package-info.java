/// The tree of the OCI distribution conformance suite at HEAD (`OCI_VERSION=dev`,
/// `OCI_DATA_SPARSE=true`), as tests of our own: the suite itself cannot be installed here.
///
/// **Start at** [ConformanceIT], which lists the databases and the ways to log in. Blobs:
/// [BlobConformance]; images, indexes and artifacts: [DataSetConformance] over [DataSets].
///
/// Unlike the original, a skipped case is a failure: every answer is asserted exactly.
@NullMarked
package dev.berth.app.conformance;

import org.jspecify.annotations.NullMarked;
