package dev.berth.registry.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.RegistryContent;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.content.Owners;
import dev.berth.registry.gc.Finding.BlobMissing;
import dev.berth.registry.gc.Finding.BytesDiffer;
import dev.berth.registry.gc.Finding.FileUnknown;
import dev.berth.registry.gc.Finding.SizeDiffers;
import dev.berth.registry.testing.SettableClock;
import dev.berth.registry.testing.TestRegistry;
import dev.berth.storage.BlobStore;
import dev.berth.storage.UploadId;
import dev.berth.storage.filesystem.FilesystemBlobStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Each way in which store and database can part, found and mended.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class CheckStoreContract {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("team/app");
    private static final byte[] BYTES = "layer".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(Algorithm.SHA256, BYTES);

    @TempDir
    private Path folder;

    private final TestDatabases databases;
    private final SettableClock clock = new SettableClock();
    private BlobStore store;
    private RegistryContent registry;

    CheckStoreContract(TestDatabases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void pushOneBlob() throws Exception {
        store = FilesystemBlobStore.open(folder);
        registry = assemble();
        registry.uploads().pushWhole(REPOSITORY, DIGEST, TestRegistry.whole(BYTES));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        databases.close();
    }

    private RegistryContent assemble() {
        return RegistryContent.assemble(
                databases.database(),
                store,
                RegistrySettings.DEFAULTS,
                clock,
                Owners.NONE,
                List.of(),
                List.of());
    }

    @Test
    void what_is_right_is_clean() throws Exception {
        assertThat(check(false)).isEmpty();
    }

    @Test
    void a_lost_file_is_found_and_a_new_push_accepted_after_repair() throws Exception {
        Files.delete(file());

        assertThat(check(true)).containsExactly(new BlobMissing(DIGEST));

        assertAcceptedAgain();
    }

    @Test
    void a_file_of_another_size_goes_to_quarantine() throws Exception {
        replaceFile("short".substring(1));

        assertThat(check(true)).containsExactly(new SizeDiffers(DIGEST, 5, 4));

        assertThat(folder.resolve("quarantine")).isNotEmptyDirectory();
        assertAcceptedAgain();
    }

    @Test
    void flipped_bytes_are_found_by_reading_and_never_served_after_repair() throws Exception {
        replaceFile("loyer");

        var actual = Digest.of(Algorithm.SHA256, "loyer".getBytes(StandardCharsets.UTF_8));
        assertThat(check(true)).containsExactly(new BytesDiffer(DIGEST, actual));

        assertThat(folder.resolve("quarantine")).isNotEmptyDirectory();
        assertThat(isServed()).isFalse();
        assertAcceptedAgain();
    }

    @Test
    void a_file_that_the_database_does_not_know_is_handed_to_the_collection() throws Exception {
        var bytes = "orphan".getBytes(StandardCharsets.UTF_8);
        var orphan = Digest.of(Algorithm.SHA256, bytes);
        var upload = UploadId.random();
        store.stage(upload);
        try (var appender = store.append(upload, 0)) {
            appender.write(bytes, 0, bytes.length);
        }
        store.commit(upload, orphan);

        assertThat(check(true)).containsExactly(new FileUnknown(orphan, bytes.length));

        var _ = new CollectGarbage(databases.database(), store, clock).collect();
        assertThat(store.size(orphan)).isEmpty();
        assertThat(check(false)).isEmpty();
    }

    @Test
    void without_repair_nothing_changes() throws Exception {
        Files.delete(file());

        assertThat(check(false)).containsExactly(new BlobMissing(DIGEST));
        assertThat(check(false)).containsExactly(new BlobMissing(DIGEST));
    }

    private List<Finding> check(boolean repair) throws Exception {
        var findings = new ArrayList<Finding>();
        new CheckStore(databases.database(), store, clock)
                .check(new CheckStore.Options(true, false, repair), new Unpaced(), findings::add);
        return findings;
    }

    /// Neither shown nor slowed.
    private static final class Unpaced implements CheckStore.Progress {
        @Override
        public void total(long blobs) {}

        @Override
        public void checked() {}

        @Override
        public void read(long bytes) {}
    }

    private void assertAcceptedAgain() throws Exception {
        var _ = new CollectGarbage(databases.database(), store, clock).collect();
        registry.uploads().pushWhole(REPOSITORY, DIGEST, TestRegistry.whole(BYTES));

        assertThat(isServed()).isTrue();
        assertThat(Files.readAllBytes(file())).isEqualTo(BYTES);
        assertThat(check(false)).isEmpty();
    }

    private boolean isServed() throws IOException {
        try {
            return registry.openBlob().require(REPOSITORY, DIGEST).size() == BYTES.length;
        } catch (OciException refused) {
            return false;
        }
    }

    private void replaceFile(String text) throws IOException {
        Files.delete(file());
        Files.writeString(file(), text);
    }

    private Path file() {
        return folder.resolve("blobs/sha256")
                .resolve(DIGEST.hex().substring(0, 2))
                .resolve(DIGEST.hex());
    }
}
