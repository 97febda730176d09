package dev.berth.platform.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads parts of lists, with how many rows there are in all parts: by one statement
/// where it can be.
///
/// *How it works.* A part is read from the end of its list that is nearer, so that the
/// last one costs what the first one does; which end that is must be known before. So
/// the list is taken to be as long as it was when it was last read, and the statement
/// that reads the part also says how long it is. If that is something else, the length
/// is asked for, then the part, in one snapshot.
///
/// - What is remembered only decides how a part is read, never what is answered.
/// - At most [#REMEMBERED_MAX] lists are remembered, those that were read last.
public final class PartReader {
    private static final int REMEMBERED_MAX = 200;

    private final Database database;
    private final Map<Object, Long> totals = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    public PartReader(Database database) {
        this.database = database;
    }

    /// A list, as the table class that has its rows reads it.
    public interface Rows<T> {
        /// How many there are in all parts.
        long total(Transaction transaction);

        /// The rows of the part by one statement, and how many that finds in all parts;
        /// absent if no row was found that could say so.
        ///
        /// @param total how many there are thought to be: decides which end is nearer
        Optional<Listing.Part<T>> part(Transaction transaction, long total);
    }

    /// The part of a list that `listing` asks for.
    ///
    /// @param list tells it from other lists, with all that decides what is in it
    public <T> Listing.Part<T> read(Object list, Listing listing, Rows<T> rows) {
        var expected = listing.offset() == 0 ? OptionalLong.of(Long.MAX_VALUE) : find(list);
        if (expected.isPresent() && !isFar(listing, expected.getAsLong())) {
            long total = expected.getAsLong();
            var part = database.query(transaction -> rows.part(transaction, total))
                    .filter(found -> listing.offset() == 0 || found.total() == total);
            if (part.isPresent()) {
                put(list, part.get().total());
                return part.get();
            }
        }
        var part = database.read(transaction -> readCounted(transaction, rows));
        put(list, part.total());
        return part;
    }

    private static boolean isFar(Listing listing, long total) {
        return ListColumns.Way.to(listing, total).isFar();
    }

    private static <T> Listing.Part<T> readCounted(Transaction transaction, Rows<T> rows) {
        long total = rows.total(transaction);
        return rows.part(transaction, total).orElseGet(() -> new Listing.Part<>(List.of(), total));
    }

    private synchronized OptionalLong find(Object list) {
        var total = totals.get(list);
        return total == null ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private synchronized void put(Object list, long total) {
        totals.put(list, total);
    }
}
