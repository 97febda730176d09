package dev.berth.core.configuration;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class ConfigurationRoutesTest extends ConfigurationRoutesContract {
    ConfigurationRoutesTest() throws IOException, InterruptedException {
        super(TestCore.sqlite());
    }
}
