package dev.berth.core.session;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

/// The same on PostgreSQL, which several processes share.
class LoginRoutesIT extends LoginRoutesContract {
    LoginRoutesIT() throws IOException, InterruptedException {
        super(TestCore.postgres());
    }
}
