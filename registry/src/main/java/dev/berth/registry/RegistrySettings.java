package dev.berth.registry;

import dev.berth.registry.push.Sparse;

import java.time.Duration;

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
}
