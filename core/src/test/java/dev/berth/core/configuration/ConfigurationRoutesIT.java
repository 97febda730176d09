package dev.berth.core.configuration;

import dev.berth.core.testing.TestCore;

import java.io.IOException;

class ConfigurationRoutesIT extends ConfigurationRoutesContract {
    ConfigurationRoutesIT() throws IOException, InterruptedException {
        super(TestCore.postgres());
    }
}
