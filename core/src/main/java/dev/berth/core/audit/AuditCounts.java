package dev.berth.core.audit;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/// How many entries filters find, without reading all of them at each page.
///
/// *How it works.* Entries are only added, with rising numbers. So what a filter found up to some
/// number stays, and only later entries are counted. Should entries go one day, the number of
/// those that went tells, and what was counted before is worth nothing. Should the
/// database be replaced by one that lacks the last entries, as a standby may, their
/// numbers are given again: the entry that was counted last is then another one, of
/// another time.
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
    /// @param lastAt when the entry with the last number happened, in microseconds
    ///     since the epoch; 0 if there is none
    record State(long lastId, long total, long lastAt) {
        private long gone() {
            return lastId - total;
        }
    }

    /// What a filter finds behind a number.
    ///
    /// @param entries with higher numbers than that
    /// @param at when the entry with this number happened, as in [State]
    record Later(long entries, long at) {}

    /// @param upTo the last number that was counted
    /// @param gone how many entries had gone by then
    /// @param at when the entry with that number happened
    private record Counted(long entries, long upTo, long gone, long at) {
        boolean isOf(State state) {
            return gone == state.gone() && upTo <= state.lastId();
        }
    }

    /// How many entries `filter` finds.
    ///
    /// @param filter says the same of an entry for ever
    /// @param after tells, in the snapshot of `state`, what is behind a number
    long count(Object filter, State state, LongFunction<Later> after) {
        long entries = countOn(find(filter), state, after);
        put(filter, new Counted(entries, state.lastId(), state.gone(), state.lastAt()));
        return entries;
    }

    private static long countOn(@Nullable Counted before, State state, LongFunction<Later> after) {
        if (before != null && before.isOf(state)) {
            var later = after.apply(before.upTo());
            if (later.at() == before.at()) {
                return before.entries() + later.entries();
            }
        }
        return after.apply(0).entries();
    }

    private synchronized @Nullable Counted find(Object filter) {
        return remembered.get(filter);
    }

    private synchronized void put(Object filter, Counted counted) {
        remembered.put(filter, counted);
    }
}
