/// For tests of other modules: servers with TLS.
@NullMarked
package dev.berth.platform.http.testing;

import org.jspecify.annotations.NullMarked;
