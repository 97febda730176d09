/// Images for the tests of every module, the same again for the same seed.
///
/// **Start at** [Images].
@NullMarked
package dev.berth.oci.testing;

import org.jspecify.annotations.NullMarked;
