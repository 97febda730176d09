/// Who may wait, and who may not.
///
/// **Start at** [Waits].
@NullMarked
package dev.berth.platform.waiting;

import org.jspecify.annotations.NullMarked;
