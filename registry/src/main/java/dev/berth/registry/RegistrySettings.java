package dev.berth.registry;

import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.registry.push.Sparse;

import java.time.Duration;
import java.util.Optional;

/// Limits and switches of the registry, checked.
///
/// @param manifestBytesMax largest manifest; distribution-spec asks for 4 MiB at least
/// @param blobBytesMax largest blob; [Long#MAX_VALUE] for no limit
/// @param tagsPerPushMax most tags that one manifest push may name; distribution-spec asks
/// for 10
/// @param pageMax most entries of one page of tags, repositories or referrers
/// @param referrersBytesMax most bytes of the descriptors in one page of referrers
/// @param sparse what a manifest may name without its being here
/// @param deleteEnabled whether manifests, tags and blobs can be deleted at all
/// @param lease how long an acknowledged blob stays without a manifest that names it
/// @param uploadLifetime how long an upload session lives after its last byte
/// @param cacheBytes memory for the bytes of manifests
/// @param cacheEntries most entries of each of the other caches
public record RegistrySettings(
        int manifestBytesMax,
        long blobBytesMax,
        int tagsPerPushMax,
        int pageMax,
        int referrersBytesMax,
        Sparse sparse,
        boolean deleteEnabled,
        Duration lease,
        Duration uploadLifetime,
        long cacheBytes,
        long cacheEntries) {
    private static final int MIB = 1 << 20;

    public static final RegistrySettings DEFAULTS = new RegistrySettings(
            4 * MIB,
            Long.MAX_VALUE,
            100,
            10_000,
            4 * MIB,
            Sparse.INDEXES,
            true,
            Duration.ofHours(24),
            Duration.ofDays(7),
            64L * MIB,
            100_000);

    private static final Setting<Long> MANIFEST_BYTES = new Setting<>(
            "registry.manifest-bytes-max",
            Kind.bytes("4MiB", "64MiB"),
            "4MiB",
            "The largest manifest taken; the specification asks for 4 MiB at least.");
    private static final Setting<Optional<Long>> BLOB_BYTES = new Setting<>(
            "registry.blob-bytes-max",
            Kind.bytes("1MiB", "16TiB").optional(),
            "",
            "The largest blob taken. Empty means any that fits.");
    private static final Setting<Integer> TAGS_PER_PUSH = new Setting<>(
            "registry.tags-per-push-max",
            Kind.integer(10, 1_000),
            "100",
            "Most tags that one push of a manifest may name.");
    private static final Setting<Integer> PAGE = new Setting<>(
            "registry.page-max",
            Kind.integer(10, 100_000),
            "10000",
            "Most entries of one page of tags, repositories or referrers.");
    private static final Setting<Long> REFERRERS_BYTES = new Setting<>(
            "registry.referrers-bytes-max",
            Kind.bytes("64KiB", "64MiB"),
            "4MiB",
            "The largest page of referrers; clients read 4 MiB.");
    private static final Setting<Sparse> SPARSE = new Setting<>(
            "registry.sparse",
            Kind.oneOf(Sparse.class),
            "indexes",
            "What a manifest may name without its being here: nothing, the images of an index, or"
                    + " anything.");
    private static final Setting<Boolean> DELETE = new Setting<>(
            "storage.delete-enabled",
            Kind.bool(),
            "true",
            "Whether tags, manifests and blobs can be deleted by those who may.");
    private static final Setting<Duration> LEASE = new Setting<>(
            "gc.lease",
            Kind.duration("1s", "90d"),
            "24h",
            "How long a blob stays after it was pushed, mounted or asked for, although no manifest"
                    + " names it. Longer than any push takes.");
    private static final Setting<Duration> UPLOAD_LIFETIME = new Setting<>(
            "gc.upload-expiry",
            Kind.duration("1m", "90d"),
            "7d",
            "How long an upload stays resumable after its last byte.");
    private static final Setting<Long> CACHE_BYTES = new Setting<>(
            "registry.cache-bytes",
            Kind.bytes("1MiB", "64GiB"),
            "32MiB",
            "Memory for the bytes of manifests.");
    private static final Setting<Integer> CACHE_ENTRIES = new Setting<>(
            "registry.cache-entries",
            Kind.integer(1_000, 100_000_000),
            "100000",
            "Most entries of each cache of tags, memberships and names.");

    public RegistrySettings {
        requirePositive("manifestBytesMax", manifestBytesMax);
        requirePositive("blobBytesMax", blobBytesMax);
        requirePositive("tagsPerPushMax", tagsPerPushMax);
        requirePositive("pageMax", pageMax);
        requirePositive("referrersBytesMax", referrersBytesMax);
        requirePositive("lease in seconds", lease.toSeconds());
        requirePositive("uploadLifetime in seconds", uploadLifetime.toSeconds());
        requirePositive("cacheBytes", cacheBytes);
        requirePositive("cacheEntries", cacheEntries);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    /// Reads all of them.
    public static RegistrySettings from(Settings settings) {
        return new RegistrySettings(
                Math.toIntExact(settings.value(MANIFEST_BYTES)),
                settings.value(BLOB_BYTES).orElse(Long.MAX_VALUE),
                settings.value(TAGS_PER_PUSH),
                settings.value(PAGE),
                Math.toIntExact(settings.value(REFERRERS_BYTES)),
                settings.value(SPARSE),
                settings.value(DELETE),
                settings.value(LEASE),
                settings.value(UPLOAD_LIFETIME),
                settings.value(CACHE_BYTES),
                settings.value(CACHE_ENTRIES));
    }
}
