package dev.berth.registry;

import dev.berth.platform.database.Database;
import dev.berth.registry.pull.Catalog;
import dev.berth.registry.pull.OpenBlob;
import dev.berth.registry.pull.PullGate;
import dev.berth.registry.pull.PullManifest;
import dev.berth.registry.pull.Referrers;
import dev.berth.registry.pull.Tags;
import dev.berth.registry.push.Admission;
import dev.berth.registry.push.DeleteBlob;
import dev.berth.registry.push.DeleteManifest;
import dev.berth.registry.push.MountBlob;
import dev.berth.registry.push.PushManifest;
import dev.berth.registry.push.Uploads;
import dev.berth.storage.BlobStore;

import java.time.Clock;
import java.util.List;

/// Every step of the registry, built on one database and one store.
public record RegistryContent(
        Uploads uploads,
        MountBlob mountBlob,
        PushManifest pushManifest,
        DeleteManifest deleteManifest,
        DeleteBlob deleteBlob,
        PullManifest pullManifest,
        OpenBlob openBlob,
        Tags tags,
        Referrers referrers,
        Catalog catalog) {
    /// Builds the steps; opens nothing.
    ///
    /// @param admissions asked in this order at each push of a manifest
    /// @param gates asked in this order at each pull of a manifest
    public static RegistryContent assemble(
            Database database,
            BlobStore store,
            RegistrySettings settings,
            Clock clock,
            List<Admission> admissions,
            List<PullGate> gates) {
        return new RegistryContent(
                new Uploads(),
                new MountBlob(),
                new PushManifest(),
                new DeleteManifest(),
                new DeleteBlob(),
                new PullManifest(),
                new OpenBlob(),
                new Tags(),
                new Referrers(),
                new Catalog());
    }
}
