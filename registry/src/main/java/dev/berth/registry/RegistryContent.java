package dev.berth.registry;

import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Leases;
import dev.berth.registry.content.Owners;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.StoredContent;
import dev.berth.registry.content.StoredContent.CacheSizes;
import dev.berth.registry.pull.Catalog;
import dev.berth.registry.pull.OpenBlob;
import dev.berth.registry.pull.PullGate;
import dev.berth.registry.pull.PullManifest;
import dev.berth.registry.pull.Pulls;
import dev.berth.registry.pull.Referrers;
import dev.berth.registry.pull.Referrers.PageLimits;
import dev.berth.registry.pull.Tags;
import dev.berth.registry.push.Admission;
import dev.berth.registry.push.DeleteBlob;
import dev.berth.registry.push.DeleteManifest;
import dev.berth.registry.push.Deleting;
import dev.berth.registry.push.MountBlob;
import dev.berth.registry.push.PushManifest;
import dev.berth.registry.push.PushManifest.ManifestLimits;
import dev.berth.registry.push.Uploads;
import dev.berth.registry.push.Uploads.UploadLimits;
import dev.berth.storage.BlobStore;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Every step of the registry, built on one database and one store.
public record RegistryContent(
        Uploads uploads,
        MountBlob mountBlob,
        PushManifest pushManifest,
        DeleteManifest deleteManifest,
        DeleteBlob deleteBlob,
        PullManifest pullManifest,
        Pulls pulls,
        OpenBlob openBlob,
        Tags tags,
        Referrers referrers,
        Catalog catalog) {
    /// A connection that was cut is noticed by then, in most cases.
    private static final Duration TURN_WAIT = Duration.ofSeconds(5);

    /// Builds the steps; opens nothing.
    ///
    /// @param owners whose repositories are
    /// @param admissions asked in this order at each push of a manifest
    /// @param gates asked in this order at each pull of a manifest
    public static RegistryContent assemble(
            Database database,
            BlobStore store,
            RegistrySettings settings,
            Clock clock,
            Owners owners,
            List<Admission> admissions,
            List<PullGate> gates) {
        var leases = new Leases(clock, settings.lease());
        var repositories = new Repositories(database, settings.cacheEntries(), owners);
        var content = new StoredContent(
                database,
                store,
                repositories,
                leases,
                new CacheSizes(settings.cacheEntries(), settings.cacheBytes()));
        var outbox = new Outbox(clock);
        var uploads = new Uploads(
                database,
                store,
                repositories,
                leases,
                new UploadLimits(settings.blobBytesMax(), TURN_WAIT));
        var manifestLimits = new ManifestLimits(
                settings.manifestBytesMax(), settings.tagsPerPushMax(), settings.sparse());
        var pageLimits = new PageLimits(settings.pageMax(), settings.referrersBytesMax());
        var deleting = settings.deleteEnabled() ? Deleting.ENABLED : Deleting.DISABLED;
        return new RegistryContent(
                uploads,
                new MountBlob(database, content, repositories, uploads, leases),
                new PushManifest(
                        database,
                        content,
                        repositories,
                        leases,
                        manifestLimits,
                        admissions,
                        outbox),
                new DeleteManifest(database, repositories, leases, deleting, outbox),
                new DeleteBlob(database, repositories, leases, deleting),
                new PullManifest(content, gates),
                new Pulls(database, repositories, outbox),
                new OpenBlob(content),
                new Tags(database, repositories, settings.pageMax()),
                new Referrers(database, repositories, pageLimits),
                new Catalog(database, settings.pageMax()));
    }
}
