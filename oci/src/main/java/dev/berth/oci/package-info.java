/// oci.
@NullMarked
package dev.berth.oci;

import org.jspecify.annotations.NullMarked;
