package dev.berth.core.robot;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class RobotRoutesIT extends RobotRoutesContract {
    RobotRoutesIT() throws IOException, InterruptedException {
        super(TestCore.postgres());
    }
}
