package dev.berth.registry.content;

import static dev.berth.registry.testing.TestRegistry.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.Tag;
import dev.berth.oci.testing.Images;
import dev.berth.platform.database.Database.Work;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.registry.push.MountOutcome.Mounted;
import dev.berth.registry.testing.TestRegistry;

import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A row that is there when a write begins, and that another write takes away before the first
/// one changes it. Only PostgreSQL has two writers.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OvertakenWritesIT {
    private static final String APP = "team/app";
    private static final String SOURCE = "team/source";

    private final TestRegistry registry = TestRegistry.on(TestDatabases.postgres());
    private final Images images = new Images(9);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void a_tag_that_is_removed_while_it_moves_points_to_where_it_moved() throws Exception {
        var before = images.image(1);
        var after = images.image(1);
        registry.push(APP, "v1", before);
        registry.push(APP, "v2", after);
        long repository = repository(APP);
        var tag = new Tag("v1");

        var _ = overtaken(
                TagTable.TAG,
                TagTable.REPOSITORY_ID.eq(repository).and(TagTable.NAME.eq("v1")),
                () -> registry.pushManifest(APP, "v1", after.manifest()),
                transaction -> TagTable.delete(transaction, repository, tag));

        assertThat(registry.pull(APP, "v1")).isEqualTo(after.manifest().bytes());
    }

    @Test
    void a_membership_that_ends_while_it_is_mounted_again_is_there_afterwards() throws Exception {
        var blob = images.blob(100);
        registry.pushBlob(SOURCE, blob);
        registry.pushBlob(APP, blob);
        long repository = repository(APP);
        var digest = blob.digest();

        var outcome = overtaken(
                MembershipTable.MEMBERSHIP,
                MembershipTable.REPOSITORY_ID
                        .eq(repository)
                        .and(MembershipTable.DIGEST.eq(digest.toString())),
                () -> registry.steps()
                        .mountBlob()
                        .mount(name(APP), digest, name(SOURCE), _ -> true),
                transaction -> MembershipTable.delete(transaction, repository, digest, 0));

        assertThat(outcome).isInstanceOf(Mounted.class);
        assertThat(registry.has(APP, digest)).isTrue();
    }

    private long repository(String repository) {
        return registry.database()
                .read(transaction -> RepositoryTable.find(transaction, name(repository)))
                .orElseThrow()
                .id();
    }

    /// Starts `change` while the row is locked, and removes it when `change` waits for it.
    private <T> T overtaken(
            Table<Record> table, Condition row, Callable<T> change, Work<Boolean> remove)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var changing = registry.database().write(transaction -> {
                var locked = transaction
                        .sql()
                        .selectFrom(table)
                        .where(row)
                        .forUpdate()
                        .fetch();
                assertThat(locked).hasSize(1);
                var started = threads.submit(change);
                awaitWaiting(transaction, started);
                assertThat(remove.run(transaction)).isTrue();
                return started;
            });
            return changing.get();
        }
    }

    private static void awaitWaiting(Transaction transaction, Future<?> started) {
        var waits = condition("not granted and locktype = 'transactionid'");
        while (!started.isDone() && !transaction.sql().fetchExists(table("pg_locks"), waits)) {
            Thread.onSpinWait();
        }
        assertThat(started.isDone()).as("done without waiting").isFalse();
    }
}
