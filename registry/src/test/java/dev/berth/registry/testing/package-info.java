/// A registry for tests: steps on a real database and a store on the heap.
///
/// **Start at** [TestRegistry].
@NullMarked
package dev.berth.registry.testing;

import org.jspecify.annotations.NullMarked;
