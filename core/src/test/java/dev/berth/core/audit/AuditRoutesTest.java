package dev.berth.core.audit;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class AuditRoutesTest extends AuditRoutesContract {
    AuditRoutesTest() throws IOException, InterruptedException {
        super(TestCore.sqlite());
    }
}
