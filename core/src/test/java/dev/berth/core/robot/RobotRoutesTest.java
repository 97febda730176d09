package dev.berth.core.robot;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class RobotRoutesTest extends RobotRoutesContract {
    RobotRoutesTest() throws IOException, InterruptedException {
        super(TestCore.sqlite());
    }
}
