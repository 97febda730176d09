/// What the tests of this module share: a clock that is set, requests as values, and the whole
/// feature on a database of its own.
@NullMarked
package dev.berth.auth.testing;

import org.jspecify.annotations.NullMarked;
