package dev.berth.core.project;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class ProjectRoutesIT extends ProjectRoutesContract {
    ProjectRoutesIT() throws IOException, InterruptedException {
        super(TestCore.postgres());
    }
}
