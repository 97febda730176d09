package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.database.testing.WatchedDatabase;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// What [PartReader], [KeptQuery] and [KeptLookup] do on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class PartReaderContract {
    private static final Table<Record> THING = table(name("thing"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<Long> FOUND = field(name("found"), Long.class);
    private static final Field<Boolean> EVEN = field(name("even"), Boolean.class);
    private static final ListColumns LISTED = new ListColumns(ID).number("id", ID);
    private static final Listing.Order BY_ID = new Listing.Order("id", false);

    private final TestDatabases databases;
    private final List<String> calls = new ArrayList<>();
    private final PartReader parts;

    PartReaderContract(TestDatabases databases) {
        this.databases = databases;
        this.parts = new PartReader(WatchedDatabase.of(databases.database(), calls::add));
    }

    @BeforeEach
    void fill() {
        databases
                .database()
                .write(transaction ->
                        transaction.sql().execute("CREATE TABLE thing (id BIGINT, even BOOLEAN)"));
        add(1, 25);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void add(long first, long last) {
        databases.database().write(transaction -> {
            for (long id = first; id <= last; id++) {
                transaction
                        .sql()
                        .insertInto(THING, ID, EVEN)
                        .values(id, id % 2 == 0)
                        .execute();
            }
            return last;
        });
    }

    private record Things(Listing listing) implements PartReader.Rows<Long> {
        @Override
        public long total(Transaction transaction) {
            return transaction.sql().fetchCount(THING);
        }

        @Override
        public Optional<Listing.Part<Long>> part(Transaction transaction, long total) {
            var way = ListColumns.Way.to(listing, total);
            if (way.isNowhere()) {
                return Optional.empty();
            }
            var query = select(
                            ID,
                            field(select(count().cast(Long.class)).from(THING)).as(FOUND))
                    .from(THING)
                    .orderBy(LISTED.order(listing, BY_ID, way))
                    .limit(way.rows())
                    .offset(param("skipped", 0L));
            var rows = new KeptQuery(query).fetch(transaction, Map.of("skipped", way.skipped()));
            return rows.stream()
                    .findFirst()
                    .map(row -> new Listing.Part<>(
                            way.inOrder(rows).stream().map(it -> it.get(ID)).toList(),
                            row.get(FOUND)));
        }
    }

    private Listing.Part<Long> page(int offset) {
        calls.clear();
        var listing = new Listing(List.of(), List.of(), offset, 10);
        return parts.read("things", listing, new Things(listing));
    }

    private static Listing.Part<Long> part(long total, long first, long last) {
        var ids = LongStream.rangeClosed(first, last).boxed().toList();
        return new Listing.Part<>(ids, total);
    }

    @Test
    void the_first_part_is_one_statement_and_then_so_is_each_other_one() {
        assertThat(page(0)).isEqualTo(part(25, 1, 10));
        assertThat(calls).containsExactly("query");

        assertThat(page(20)).isEqualTo(part(25, 21, 25));
        assertThat(calls).containsExactly("query");
        assertThat(page(10)).isEqualTo(part(25, 11, 20));
        assertThat(calls).containsExactly("query");
    }

    @Test
    void a_list_that_is_not_known_yet_is_counted_first() {
        assertThat(page(20)).isEqualTo(part(25, 21, 25));

        assertThat(calls).containsExactly("read");
    }

    @Test
    void what_was_remembered_of_a_list_never_decides_what_is_answered() {
        assertThat(page(0).total()).isEqualTo(25);

        add(26, 32);
        assertThat(page(20)).isEqualTo(part(32, 21, 30));
        assertThat(calls).containsExactly("query", "read");
        assertThat(page(30)).isEqualTo(part(32, 31, 32));
        assertThat(calls).containsExactly("query");

        databases
                .database()
                .write(transaction ->
                        transaction.sql().deleteFrom(THING).where(ID.gt(12L)).execute());
        assertThat(page(30)).isEqualTo(new Listing.Part<>(List.of(), 12));
        assertThat(page(10)).isEqualTo(part(12, 11, 12));
    }

    @Test
    void a_list_without_rows_has_a_total_of_zero() {
        databases
                .database()
                .write(transaction -> transaction.sql().deleteFrom(THING).execute());

        assertThat(page(0)).isEqualTo(new Listing.Part<>(List.of(), 0));
        assertThat(page(10)).isEqualTo(new Listing.Part<>(List.of(), 0));
    }

    @Test
    void a_kept_query_has_the_values_of_each_run_in_every_place() {
        var from = param("from", 0L);
        var kept = new KeptQuery(select(ID, EVEN)
                .from(THING)
                .where(ID.ge(from), EVEN.eq(true), ID.le(from.plus(4L)))
                .orderBy(ID));

        assertThat(ids(kept, 1)).containsExactly(2L, 4L);
        assertThat(ids(kept, 10)).containsExactly(10L, 12L, 14L);
        assertThatThrownBy(() -> databases
                        .database()
                        .query(transaction -> kept.fetch(transaction, Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from");
    }

    @Test
    void a_kept_lookup_finds_what_any_amount_of_numbers_has() {
        var kept = new KeptLookup(
                ids -> new KeptQuery(select(ID).from(THING).where(ID.in(ids)).orderBy(ID)));

        for (int size = 0; size <= 9; size++) {
            var numbers = LongStream.rangeClosed(20, 19 + size).boxed().toList();
            assertThat(ids(kept, numbers))
                    .isEqualTo(numbers.stream().filter(id -> id <= 25).toList());
        }
        assertThat(ids(kept, List.of(3L, 99L, 2L))).containsExactly(2L, 3L);
        var tooMany = LongStream.rangeClosed(0, KeptLookup.NUMBERS_MAX).boxed().toList();
        assertThatThrownBy(() -> ids(kept, tooMany)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Long> ids(KeptLookup kept, List<Long> numbers) {
        return databases.database().query(transaction -> kept.fetch(transaction, numbers)).stream()
                .map(row -> row.get(ID))
                .toList();
    }

    private List<Long> ids(KeptQuery kept, long from) {
        var rows = databases
                .database()
                .query(transaction -> kept.fetch(transaction, Map.of("from", from)));
        assertThat(rows).allSatisfy(row -> assertThat(row.get(EVEN)).isTrue());
        return rows.stream().map(row -> row.get(ID)).toList();
    }
}
