package dev.berth.core.audit;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/// How many entries filters find, without reading all of them at each page.
///
/// *How it works.* Entries are only added, with rising numbers. So what a filter found up to some
/// number stays, and only later entries are counted. Should entries go one day, the number of
/// those that went tells, and what was counted before is worth nothing.
///
/// - Exact, in every process: nothing here needs to hear of changes.
/// - At most [#REMEMBERED_MAX] filters are remembered, those that were used last.
final class AuditCounts {
    static final int REMEMBERED_MAX = 200;

    private final Map<Object, Counted> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Counted> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    /// What the log has come to, in one snapshot.
    ///
    /// @param lastId the last number that was given, and that nobody may be about to give
    /// @param total how many entries there are
    record State(long lastId, long total) {
        private long gone() {
            return lastId - total;
        }
    }

    /// @param upTo the last number that was counted
    /// @param gone how many entries had gone by then
    private record Counted(long entries, long upTo, long gone) {
        boolean isOf(State state) {
            return gone == state.gone() && upTo <= state.lastId();
        }
    }

    /// How many entries `filter` finds.
    ///
    /// @param filter says the same of an entry for ever
    /// @param countAfter counts, in the snapshot of `state`, what has higher numbers than that
    long count(Object filter, State state, LongUnaryOperator countAfter) {
        Counted before = find(filter);
        long entries = before != null && before.isOf(state)
                ? before.entries() + countAfter.applyAsLong(before.upTo())
                : countAfter.applyAsLong(0);
        put(filter, new Counted(entries, state.lastId(), state.gone()));
        return entries;
    }

    private synchronized @Nullable Counted find(Object filter) {
        return remembered.get(filter);
    }

    private synchronized void put(Object filter, Counted counted) {
        remembered.put(filter, counted);
    }
}
