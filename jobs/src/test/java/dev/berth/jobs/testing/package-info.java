/// Jobs for tests of any module, published in this module's test jar.
///
/// **Start at** [ManualJobs].
@NullMarked
package dev.berth.jobs.testing;

import org.jspecify.annotations.NullMarked;
