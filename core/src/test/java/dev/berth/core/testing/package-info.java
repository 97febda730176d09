/// The features on a database of their own, behind real HTTP.
///
/// **Start at** [TestCore].
@NullMarked
package dev.berth.core.testing;

import org.jspecify.annotations.NullMarked;
