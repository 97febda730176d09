package dev.berth.registry.content;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.page;
import static dev.berth.registry.testing.TestRegistry.part;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.OciError;
import dev.berth.oci.Reference;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.push.Chunk;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Two registries on one PostgreSQL and one store, as two processes have it: when a write returns,
/// the other one answers by it. Source: design, decision 6.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoRegistriesIT {
    private static final String APP = "team/app";

    private final TestRegistry here = TestRegistry.on(TestDatabases.postgres());
    private final Database otherDatabase = Databases.open(here.databases().settings());
    private final RegistryContent there = RegistryContent.assemble(
            otherDatabase,
            here.store(),
            RegistrySettings.DEFAULTS,
            here.clock(),
            Owners.NONE,
            List.of(),
            List.of());
    private final Images images = new Images(7);

    @AfterEach
    void close() {
        otherDatabase.close();
        here.close();
    }

    private byte[] pullThere(String reference) throws Exception {
        return there.pullManifest()
                .require(name(APP), Reference.parse(reference))
                .bytes();
    }

    @Test
    void a_tag_that_moved_here_is_seen_there() throws Exception {
        var first = images.image(1);
        var second = images.image(1);
        here.push(APP, "v1", first);
        assertThat(pullThere("v1")).isEqualTo(first.manifest().bytes());

        here.push(APP, "v1", second);

        assertThat(pullThere("v1")).isEqualTo(second.manifest().bytes());
    }

    @Test
    void what_is_deleted_here_is_gone_there() throws Exception {
        var image = images.image(1);
        here.push(APP, "v1", image);
        var digest = image.manifest().digest().toString();
        var layer = image.layers().getFirst().digest();
        assertThat(pullThere(digest)).isEqualTo(image.manifest().bytes());
        assertThat(there.openBlob().hold(name(APP), layer).size()).isPositive();

        here.delete(APP, digest);
        here.steps().deleteBlob().delete(name(APP), layer);

        assertThat(refusal(() -> pullThere("v1"))).isEqualTo(new OciError.ManifestUnknown("v1"));
        assertThat(refusal(() -> pullThere(digest)))
                .isEqualTo(new OciError.ManifestUnknown(digest));
        assertThat(refusal(() -> there.openBlob().require(name(APP), layer)))
                .isEqualTo(new OciError.BlobUnknown(layer));
        assertThat(there.tags().page(name(APP), page(10)).entries()).isEmpty();
    }

    @Test
    void an_upload_begun_here_ends_there() throws Exception {
        var blob = images.blob(3_000);
        var upload = here.steps().uploads().open(name(APP));
        here.steps().uploads().append(name(APP), upload, part(blob.bytes(), 0, 999));

        assertThat(there.uploads().status(name(APP), upload)).isEqualTo(1_000);
        there.uploads().append(name(APP), upload, part(blob.bytes(), 1_000, 1_999));
        here.steps().uploads().append(name(APP), upload, part(blob.bytes(), 2_000, 2_999));
        there.uploads().finish(name(APP), upload, blob.digest(), Chunk.EMPTY);

        assertThat(here.has(APP, blob.digest())).isTrue();
    }
}
