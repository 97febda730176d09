package dev.berth.registry.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.QueryPlans;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Every list and look-up goes by an index, in the index's order: what is not asked for
/// costs nothing.
@DisplayNameGeneration(ReplaceUnderscores.class)
class QueryPlansTest {
    private static final Digest DIGEST = Digest.of(Digest.Algorithm.SHA256, new byte[0]);
    private static final ManifestTable.Page ANY_TYPE =
            new ManifestTable.Page(Optional.empty(), "sha256:5", 100);
    private static final ManifestTable.Page ONE_TYPE =
            new ManifestTable.Page(Optional.of("application/sbom"), "sha256:5", 100);

    /// Of a partial index that holds these blobs and no others, in its order.
    private static final String UNSETTLED_BLOBS = "SCAN blob USING INDEX blob_unsettled";

    /// A statement that a table class runs.
    record Query(String name, Consumer<Transaction> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Query> queries() {
        return Stream.of(
                new Query("tags", t -> TagTable.after(t, 1, "v1", 100)),
                new Query("tag", t -> TagTable.find(t, 1, new Tag("v1"))),
                new Query("tags of a manifest", t -> TagTable.deleteAll(t, 1, DIGEST)),
                new Query("repositories", t -> RepositoryTable.after(t, "team", 100)),
                new Query("repository by id", t -> RepositoryTable.nameOf(t, 1)),
                new Query("manifest", t -> ManifestTable.find(t, 1, DIGEST)),
                new Query("manifests", t -> ManifestTable.present(t, 1, List.of(DIGEST))),
                new Query("referrers", t -> ManifestTable.referrers(t, 1, DIGEST, ANY_TYPE)),
                new Query(
                        "referrers of a type",
                        t -> ManifestTable.referrers(t, 1, DIGEST, ONE_TYPE)),
                new Query(
                        "referrers in an index",
                        t -> ManifestTable.listedIn(t, 1, DIGEST, ONE_TYPE)),
                new Query("descriptors", t -> ManifestTable.describe(t, 1, List.of(DIGEST))),
                new Query("references of a manifest", t -> ReferenceTable.delete(t, 1, DIGEST)),
                new Query("membership", t -> MembershipTable.find(t, 1, DIGEST)),
                new Query("memberships", t -> MembershipTable.lock(t, 1, List.of(DIGEST))),
                new Query("owners of a blob", t -> MembershipTable.owners(t, DIGEST, 5, 100)),
                new Query("blob", t -> BlobTable.find(t, DIGEST)),
                new Query("garbage", t -> SweepTable.due(t, 5, 100)),
                new Query("condemned blobs", t -> SweepTable.condemned(t, 100)),
                new Query("old claims", t -> SweepTable.condemnClaims(t, 5, 6)));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void goes_by_an_index(Query query) {
        try (var databases = TestDatabases.sqlite()) {
            var plan = QueryPlans.of(databases.database(), query.run());

            assertThat(plan)
                    .isNotEmpty()
                    .filteredOn(step -> !step.equals(UNSETTLED_BLOBS))
                    .allSatisfy(step -> assertThat(step)
                            .doesNotStartWith("SCAN")
                            .doesNotContain("TEMP B-TREE"));
        }
    }
}
