package dev.berth.core.project;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class ProjectRoutesTest extends ProjectRoutesContract {
    ProjectRoutesTest() throws IOException, InterruptedException {
        super(TestCore.sqlite());
    }
}
