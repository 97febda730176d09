/// What tests share that run the product inside their own process.
///
/// **Start at** [RunningCore].
@NullMarked
package dev.berth.app.testing;

import org.jspecify.annotations.NullMarked;
