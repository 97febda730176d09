package dev.berth.registry.gc;

import static dev.berth.registry.testing.TestRegistry.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class BacklogContract {
    private final TestDatabases databases;

    BacklogContract(TestDatabases databases) {
        this.databases = databases;
    }

    @Test
    void tells_how_many_uploads_are_open_and_how_much_garbage_is_late() throws Exception {
        try (var registry = TestRegistry.on(databases)) {
            assertThat(lengths(registry)).isEqualTo(new Backlog.Lengths(0, 0, 0));

            var _ = registry.steps().uploads().open(name("team/app"));
            registry.pushBlob("team/app", new Images(1).blob(10));
            registry.pushBlob("team/app", new Images(2).blob(10));
            assertThat(lengths(registry)).isEqualTo(new Backlog.Lengths(0, 0, 1));

            registry.clock().advance(RegistrySettings.DEFAULTS.lease().plus(Duration.ofSeconds(9)));
            assertThat(lengths(registry)).isEqualTo(new Backlog.Lengths(2, 9, 1));
        }
    }

    private static Backlog.Lengths lengths(TestRegistry registry) throws Exception {
        return new Backlog(registry.databases().database(), registry.store(), registry.clock())
                .lengths();
    }
}
