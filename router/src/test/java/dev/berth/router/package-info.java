/// The checks R1 to R42 against a stand-in for Harbor with knobs.
@NullMarked
package dev.berth.router;

import org.jspecify.annotations.NullMarked;
