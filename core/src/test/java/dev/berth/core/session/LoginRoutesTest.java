package dev.berth.core.session;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class LoginRoutesTest extends LoginRoutesContract {
    LoginRoutesTest() throws IOException, InterruptedException {
        super(TestCore.sqlite());
    }
}
