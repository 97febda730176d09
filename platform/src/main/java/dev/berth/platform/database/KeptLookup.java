package dev.berth.platform.database;

import static org.jooq.impl.DSL.param;

import org.jooq.Param;
import org.jooq.Record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// A [KeptQuery] for the rows of some numbers, of which each run has others; for `…Table`
/// classes.
///
/// The text differs by how many numbers there are, so it is kept for 1, 2, 4, 8 and so on, to
/// [#NUMBERS_MAX]; the last number stands for those that are missing.
///
/// Used by any number of threads, on both databases.
public final class KeptLookup {
    public static final int NUMBERS_MAX = 1024;

    private final Function<List<Param<Long>>, KeptQuery> query;
    private final Map<Integer, KeptQuery> bySize = new ConcurrentHashMap<>();

    /// @param query makes one that asks for what these numbers have, each of which may come
    ///     more than once
    public KeptLookup(Function<List<Param<Long>>, KeptQuery> query) {
        this.query = query;
    }

    /// The rows that some numbers have, by one statement; by none if there are no numbers.
    ///
    /// @throws IllegalArgumentException for more numbers than [#NUMBERS_MAX]
    public List<Record> fetch(Transaction transaction, Collection<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        if (numbers.size() > NUMBERS_MAX) {
            throw new IllegalArgumentException(numbers.size() + " numbers in one query");
        }
        int size = Integer.highestOneBit(2 * numbers.size() - 1);
        var given = List.copyOf(numbers);
        var values = new HashMap<String, Long>();
        for (int place = 0; place < size; place++) {
            values.put(name(place), given.get(Math.min(place, given.size() - 1)));
        }
        return bySize.computeIfAbsent(size, this::ofSize).fetch(transaction, values);
    }

    private KeptQuery ofSize(int size) {
        var parameters = new ArrayList<Param<Long>>();
        for (int i = 0; i < size; i++) {
            parameters.add(param(name(i), 0L));
        }
        return query.apply(parameters);
    }

    private static String name(int place) {
        return "number" + place;
    }
}
