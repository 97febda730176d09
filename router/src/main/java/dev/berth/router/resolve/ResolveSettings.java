package dev.berth.router.resolve;

import java.time.Duration;
import java.util.List;

/// How projects are asked and what is remembered.
///
/// - `rules`: in this order.
/// - `strict`: every project is asked, and an image in two of them is refused.
/// - `waveProjects`: asked at one time.
/// - `questionWait`: for one project's answer.
/// - `streamWait`: for a blob's first byte, and each one after it.
/// - `mappingTtl`: how long it is believed in which project an image is.
/// - `tagTtl`: how long it is believed which digest a tag has.
/// - `staleTtl`: how much longer both are used while they are looked up anew, or cannot be; a tag
///   not at all if `tagTtl` is zero, except while its project gives no answer.
/// - `negativeTtl`: how long an absence is believed.
/// - `manifestBytes`: memory for manifests.
/// - `warmupImages`: mappings that a router that starts is told of; 0 for none.
/// - `coalesceBlobs`: whether clients that want one blob at one time get one answer of Harbor.
/// - `triesMax`, `retryDelay`: of calls to a project that is known to have it.
public record ResolveSettings(
        List<RouteRule> rules,
        boolean strict,
        int waveProjects,
        Duration questionWait,
        Duration streamWait,
        Duration mappingTtl,
        Duration tagTtl,
        Duration staleTtl,
        Duration negativeTtl,
        long manifestBytes,
        int warmupImages,
        boolean coalesceBlobs,
        int triesMax,
        Duration retryDelay) {
    public ResolveSettings {
        rules = List.copyOf(rules);
    }
}
