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
            new Tokens(),
            new AccountsAndProjects());

    private Scenarios() {}

    public static List<Scenario> all() {
        return ALL;
    }

    /// Those of `all` with these numbers.
    ///
    /// @throws IllegalArgumentException if there is no such number
    public static List<Scenario> named(List<Scenario> all, Set<String> ids) {
        for (String id : ids) {
            if (all.stream().noneMatch(scenario -> scenario.id().equals(id))) {
                throw new IllegalArgumentException("no scenario '%s'; known: %s"
                        .formatted(id, all.stream().map(Scenario::id).toList()));
            }
        }
        return all.stream().filter(scenario -> ids.contains(scenario.id())).toList();
    }
}
