package dev.berth.core.audit;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class AuditRoutesIT extends AuditRoutesContract {
    AuditRoutesIT() throws IOException, InterruptedException {
        super(TestCore.postgres());
    }
}
