/// `kill -9` at random points under a mixed load, again and again on the same data.
///
/// **Start at** [CrashLoopIT]; who pushes is [CrashingWriter], what must be there afterwards
/// [Expectations].
@NullMarked
package dev.berth.app.crash;

import org.jspecify.annotations.NullMarked;
