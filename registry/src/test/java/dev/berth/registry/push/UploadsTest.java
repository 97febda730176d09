package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.refusal;
import static dev.berth.registry.testing.TestRegistry.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.OciError;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.testing.Blobs;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalLong;

class UploadsTest extends UploadsContract {
    UploadsTest() {
        super(TestDatabases.sqlite());
    }

    @Test
    void a_blob_above_the_limit_is_refused_with_and_without_length() throws Exception {
        var blob = new Images(1).blob(1_001);
        try (var registry = TestRegistry.on(TestDatabases.sqlite(), SMALL)) {
            var uploads = registry.steps().uploads();
            var declared = whole(blob.bytes());
            var streamed = new Chunk(
                    Optional.empty(), OptionalLong.empty(), whole(blob.bytes()).bytes());

            assertThat(refusal(() -> uploads.pushWhole(name("app"), blob.digest(), declared)))
                    .isInstanceOf(OciError.SizeInvalid.class);
            assertThat(refusal(() -> uploads.pushWhole(name("app"), blob.digest(), streamed)))
                    .isInstanceOf(OciError.SizeInvalid.class);
            assertThat(Blobs.staged(registry.store())).isEmpty();
        }
    }
}
