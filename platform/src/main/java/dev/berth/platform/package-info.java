/// platform.
@NullMarked
package dev.berth.platform;

import org.jspecify.annotations.NullMarked;
