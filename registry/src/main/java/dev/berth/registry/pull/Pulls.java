package dev.berth.registry.pull;

import dev.berth.auth.Principal;
import dev.berth.jobs.event.EventSource;
import dev.berth.jobs.event.Outbox;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.Repository;
import dev.berth.registry.content.StoredManifest;
import dev.berth.registry.event.ArtifactPulled;
import dev.berth.registry.event.RegistryEvents;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/// Who pulled what, counted in memory until it is written as events.
///
/// *How it works.* A pull may not cost a write. So equal pulls (who, repository, reference, digest)
/// are one entry of a map that counts them, and every some seconds the entries become one event
/// each. What is lost is what a process had counted when it was killed, and what is beyond 10,000
/// entries at a time; the latter is counted, too.
///
/// What was to be written when the database failed is written again. If it failed with the commit,
/// nobody can tell whether that happened; so these pulls may be told twice, as two events. That is
/// meant: a log of who pulled what had better repeat itself than keep silent, and a table of what
/// each process has written, to know, would be a write for each flush of each process.
public final class Pulls implements EventSource {
    private static final int ENTRIES_MAX = 10_000;
    private static final int WRITTEN_AT_ONCE = 500;

    private final Database database;
    private final Repositories repositories;
    private final Outbox outbox;
    private final ConcurrentMap<Pull, Long> times = new ConcurrentHashMap<>();
    private final LongAdder uncounted = new LongAdder();

    public Pulls(Database database, Repositories repositories, Outbox outbox) {
        this.database = database;
        this.repositories = repositories;
        this.outbox = outbox;
    }

    private record Pull(String actor, String repository, String digest, String tag, long owner) {
        ArtifactPulled event(long times) {
            return new ArtifactPulled(repository, digest, tag, times, owner);
        }
    }

    /// Counts one; any thread may.
    public void count(
            Principal by, RepositoryName repository, Reference reference, StoredManifest pulled) {
        var tag = reference instanceof Reference.Tagged(var name) ? name.value() : "";
        // Asked now: at the time of writing it may have become somebody else's.
        long owner = repositories.find(repository).map(Repository::owner).orElse(0L);
        var pull = new Pull(by.name(), repository.value(), pulled.digestText(), tag, owner);
        if (times.size() < ENTRIES_MAX || times.containsKey(pull)) {
            times.merge(pull, 1L, Long::sum);
        } else {
            uncounted.increment();
        }
    }

    /// Those that found no room, since the start.
    public long uncounted() {
        return uncounted.sum();
    }

    @Override
    public void flush() {
        for (int i = 0; i < ENTRIES_MAX / WRITTEN_AT_ONCE && !times.isEmpty(); i++) {
            write(take());
        }
    }

    private Map<Pull, Long> take() {
        var taken = new LinkedHashMap<Pull, Long>();
        for (var pull : times.keySet()) {
            if (taken.size() == WRITTEN_AT_ONCE) {
                break;
            }
            var counted = times.remove(pull);
            if (counted != null) {
                taken.put(pull, counted);
            }
        }
        return taken;
    }

    /// What is not known to be written is counted again.
    private void write(Map<Pull, Long> taken) {
        boolean written = false;
        try {
            written = database.writeRelaxed(transaction -> {
                taken.forEach((pull, counted) -> outbox.append(
                        transaction,
                        pull.actor(),
                        RegistryEvents.ARTIFACT_PULLED,
                        pull.event(counted)));
                return true;
            });
        } finally {
            if (!written) {
                taken.forEach((pull, counted) -> times.merge(pull, counted, Long::sum));
            }
        }
    }
}
