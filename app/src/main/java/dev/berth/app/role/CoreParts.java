package dev.berth.app.role;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;
import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.storage.BlobStore;
import dev.berth.storage.MeteredBlobStore;
import dev.berth.storage.filesystem.FilesystemBlobStore;

import java.io.IOException;

/// Where a core keeps everything; what commands need that work beside a running process.
public record CoreParts(Database database, BlobStore store) {
    /// As [#open(CoreSettings, Resources)], and shows what both do.
    public static CoreParts open(CoreSettings settings, Metrics metrics, Resources opened)
            throws IOException {
        var database = opened.add(Databases.open(settings.database(), metrics));
        var store = new MeteredBlobStore(FilesystemBlobStore.open(settings.data()), metrics);
        return new CoreParts(database, opened.add(store));
    }

    /// Opens both; `opened` closes them.
    ///
    /// @throws IOException if the folder cannot be used
    public static CoreParts open(CoreSettings settings, Resources opened) throws IOException {
        return new CoreParts(
                opened.add(Databases.open(settings.database())),
                opened.add(FilesystemBlobStore.open(settings.data())));
    }

    /// As [#open(CoreSettings, Resources)], where a registry is already.
    ///
    /// Who checks one and names the wrong folder or database is not to hear that an empty one
    /// is clean, nor to have all blobs forgotten.
    ///
    /// @throws IOException also if there is none
    public static CoreParts openExisting(CoreSettings settings, Resources opened)
            throws IOException {
        if (!FilesystemBlobStore.isIn(settings.data()) || !Databases.exists(settings.database())) {
            throw nowhere(settings);
        }
        return open(settings, opened);
    }

    /// Says that there is no registry where the settings say.
    public static IOException nowhere(CoreSettings settings) {
        var place = settings.database().url().isEmpty()
                ? "data.directory"
                : "data.directory and database.url";
        return new IOException("there is no registry in %s; say where it is with %s"
                .formatted(settings.data().toAbsolutePath().normalize(), place));
    }
}
