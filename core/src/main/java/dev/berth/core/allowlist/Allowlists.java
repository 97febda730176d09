package dev.berth.core.allowlist;

import dev.berth.platform.database.Transaction;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// All allowlists, by the number of their project; one that nobody has written is empty.
public final class Allowlists {
    /// The number under which the system has its list.
    public static final long SYSTEM = 0;

    private final Clock clock;
    private final AllowlistTable table = new AllowlistTable();

    public Allowlists(Clock clock) {
        this.clock = clock;
    }

    public Allowlist find(Transaction transaction, long project) {
        return findAll(transaction, List.of(project)).getOrDefault(project, Allowlist.EMPTY);
    }

    /// Those of these projects that were written.
    public Map<Long, Allowlist> findAll(Transaction transaction, Collection<Long> projects) {
        return table.findAll(transaction, projects);
    }

    /// Replaces a list; its times are set here.
    public void put(Transaction transaction, long project, Allowlist list) {
        table.put(transaction, project, list, clock.instant());
    }

    /// Forgets the list of a project that goes.
    public void remove(Transaction transaction, long project) {
        table.delete(transaction, project);
    }
}
