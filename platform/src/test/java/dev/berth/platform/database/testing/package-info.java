/// Databases for tests of any module, published in this module's test jar.
///
/// **Start at** [TestDatabases].
@NullMarked
package dev.berth.platform.database.testing;

import org.jspecify.annotations.NullMarked;
