package dev.berth.bench.scenario;

import java.util.List;
import java.util.Set;

/// Every scenario, in the order of its number.
public final class Scenarios {
    private static final List<Scenario> ALL = List.of(
            new Ping(),
            new ManifestByTag("B2", "HEAD"),
            new ManifestByTag("B3", "GET"),
            new ManifestByDigest(),
            new BlobHead(),
            new BlobPull(),
            new BlobRanges(),
            new PushBlobs(),
            new PushWays(),
            new PushDuplicates(),
            new SmallBlobs(),
            new Mounts(),
            new PutManifests(),
            new TagLists(),
            new Catalog(),
            new Referrers(),
            new Deletes(),
            new Mixed(),
            new CollectGarbage(),
            new StartUp(),
            new Memory(),
            new Crash(),
            new ResumeUpload(),
            new SlowClients(),
            new Tokens());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /// Those with these numbers.
    ///
    /// @throws IllegalArgumentException if there is no such number
    public static List<Scenario> named(Set<String> ids) {
        for (String id : ids) {
            if (ALL.stream().noneMatch(scenario -> scenario.id().equals(id))) {
                throw new IllegalArgumentException("no scenario '%s'; known: %s"
                        .formatted(id, ALL.stream().map(Scenario::id).toList()));
            }
        }
        return ALL.stream().filter(scenario -> ids.contains(scenario.id())).toList();
    }
}
