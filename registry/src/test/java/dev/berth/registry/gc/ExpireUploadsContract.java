package dev.berth.registry.gc;

import static dev.berth.registry.testing.TestRegistry.name;
import static dev.berth.registry.testing.TestRegistry.part;
import static dev.berth.registry.testing.TestRegistry.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.oci.OciError;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.push.Uploads;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.testing.Blobs;
import dev.berth.storage.testing.FaultyBlobStore;
import dev.berth.storage.testing.FaultyBlobStore.Fault;
import dev.berth.storage.testing.FaultyBlobStore.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class ExpireUploadsContract {
    private static final RepositoryName APP = name("team/app");
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final TestRegistry registry;
    private final Uploads uploads;
    private final ExpireUploads expireUploads;

    ExpireUploadsContract(TestDatabases databases) {
        registry = TestRegistry.on(databases);
        uploads = registry.steps().uploads();
        expireUploads = new ExpireUploads(registry.store(), LIFETIME, registry.clock());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_session_that_nothing_came_to_for_its_lifetime_is_gone_with_its_bytes() throws Exception {
        var bytes = new Images(1).blob(100).bytes();
        var upload = uploads.open(APP);
        uploads.append(APP, upload, part(bytes, 0, 99));
        registry.clock().advance(LIFETIME.plusSeconds(1));

        assertThat(expireUploads.expire()).isEqualTo(1);

        assertThat(refusal(() -> uploads.status(APP, upload)))
                .isEqualTo(new OciError.BlobUploadUnknown(upload.toString()));
        assertThat(Blobs.staged(registry.store())).isEmpty();
    }

    @Test
    void a_session_that_goes_on_lives_on() throws Exception {
        var bytes = new Images(2).blob(100).bytes();
        var upload = uploads.open(APP);
        registry.clock().advance(Duration.ofDays(4));
        uploads.append(APP, upload, part(bytes, 0, 49));
        registry.clock().advance(Duration.ofDays(4));

        assertThat(expireUploads.expire()).isZero();

        assertThat(uploads.status(APP, upload)).isEqualTo(50);
    }

    @Test
    void many_sessions_go_while_the_store_lists_them_once() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            var _ = uploads.open(APP);
        }
        registry.clock().advance(LIFETIME.plusSeconds(1));
        var counting = new FaultyBlobStore(registry.store());

        assertThat(new ExpireUploads(counting, LIFETIME, registry.clock()).expire())
                .isEqualTo(1_500);

        assertThat(counting.calls(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void a_session_that_cannot_be_dropped_keeps_no_other_one() throws Exception {
        for (int i = 0; i < 3; i++) {
            var _ = uploads.open(APP);
        }
        registry.clock().advance(LIFETIME.plusSeconds(1));
        var stubborn = new FaultyBlobStore(registry.store());
        stubborn.once(Operation.ABORT, 1, Fault.FAIL);
        var expire = new ExpireUploads(stubborn, LIFETIME, registry.clock());

        assertThatThrownBy(expire::expire).isInstanceOf(IOException.class);

        assertThat(Blobs.staged(registry.store())).hasSize(1);
    }
}
