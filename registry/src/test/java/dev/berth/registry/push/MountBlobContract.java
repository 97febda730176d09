package dev.berth.registry.push;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.testing.Content;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.push.MountOutcome.Mounted;
import dev.berth.registry.push.MountOutcome.UploadOpened;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Source: distribution-spec, "Mounting a blob from another repository"; SEC-31, SEC-39.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class MountBlobContract {
    private final TestRegistry registry;
    private final Content blob = new Images(5).blob(100);

    MountBlobContract(TestDatabases databases) {
        this.registry = TestRegistry.on(databases);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private MountBlob mounts() {
        return registry.steps().mountBlob();
    }

    @Test
    void a_blob_of_a_readable_repository_is_mounted() throws Exception {
        registry.pushBlob("source", blob);

        var outcome = mounts().mount(name("target"), blob.digest(), name("source"), _ -> true);

        assertThat(outcome).isEqualTo(new Mounted(blob.digest()));
        assertThat(registry.has("target", blob.digest())).isTrue();
    }

    @Test
    void a_mounted_blob_outlives_its_source() throws Exception {
        registry.pushBlob("source", blob);
        registry.clock().advance(RegistrySettings.DEFAULTS.lease().minusSeconds(1));
        mounts().mount(name("target"), blob.digest(), name("source"), _ -> true);

        registry.clock().advance(RegistrySettings.DEFAULTS.lease().minusSeconds(1));
        registry.sweep();

        assertThat(registry.has("source", blob.digest())).isFalse();
        assertThat(registry.has("target", blob.digest())).isTrue();
    }

    @Test
    void a_source_that_the_caller_may_not_read_is_one_that_does_not_have_it() throws Exception {
        registry.pushBlob("secret", blob);

        var outcome = mounts().mount(name("target"), blob.digest(), name("secret"), _ -> false);

        assertThat(outcome).isInstanceOf(UploadOpened.class);
        assertThat(registry.catalog()).containsExactly("secret");
    }

    @Test
    void a_missing_source_or_blob_opens_an_upload_that_works() throws Exception {
        var outcome = mounts().mount(name("target"), blob.digest(), name("no/such"), _ -> true);

        assertThat(outcome).isInstanceOfSatisfying(UploadOpened.class, opened -> {
            finish(opened);
        });
        assertThat(registry.has("target", blob.digest())).isTrue();
    }

    private void finish(UploadOpened opened) {
        try {
            registry.steps()
                    .uploads()
                    .finish(name("target"), opened.upload(), blob.digest(), whole(blob.bytes()));
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void without_a_source_any_readable_repository_serves() throws Exception {
        registry.pushBlob("secret", blob);
        registry.pushBlob("team/open", blob);

        var outcome = mounts().mountFromAnywhere(
                        name("target"),
                        blob.digest(),
                        source -> source.value().startsWith("team/"));

        assertThat(outcome).isEqualTo(new Mounted(blob.digest()));
    }

    @Test
    void without_a_source_unreadable_repositories_do_not_count() throws Exception {
        registry.pushBlob("secret", blob);

        var outcome = mounts().mountFromAnywhere(name("target"), blob.digest(), _ -> false);

        assertThat(outcome).isInstanceOf(UploadOpened.class);
        assertThat(registry.has("target", blob.digest())).isFalse();
    }

    @Test
    void a_blob_that_the_store_lost_is_not_mounted() throws Exception {
        registry.pushBlob("source", blob);
        registry.store().delete(blob.digest());

        var outcome = mounts().mount(name("target"), blob.digest(), name("source"), _ -> true);

        assertThat(outcome).isInstanceOf(UploadOpened.class);
    }
}
