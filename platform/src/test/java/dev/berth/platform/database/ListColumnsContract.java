package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.database.Listing.Order;
import dev.berth.platform.database.testing.TestDatabases;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What lists mean on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class ListColumnsContract {
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> NOTE = field(name("note"), String.class);
    private static final Field<Boolean> PUBLIC = field(name("public"), Boolean.class);
    private static final Field<Long> MADE_AT = field(name("made_at"), Long.class);
    private static final Table<Record> THING = table(name("thing"));
    private static final ListColumns COLUMNS = new ListColumns(ID)
            .number("id", ID)
            .text("name", NAME)
            .anyText("name_or_note", NAME, NOTE)
            .flag("public", PUBLIC)
            .time("made_at", MADE_AT);

    private final TestDatabases databases;

    ListColumnsContract(TestDatabases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void fill() {
        databases.database().write(transaction -> {
            transaction
                    .sql()
                    .execute("CREATE TABLE thing (id BIGINT, name VARCHAR(20), note VARCHAR(20),"
                            + " public BOOLEAN, made_at BIGINT)");
            insert(transaction, 1, "alpha", true, 0);
            insert(transaction, 2, "Beta", false, 86_400_000_000L);
            insert(transaction, 3, "50%_!", true, 2 * 86_400_000_000L);
            insert(transaction, 4, "alpha", false, 3 * 86_400_000_000L);
            return true;
        });
    }

    private static void insert(
            Transaction transaction, long id, String name, boolean isPublic, long madeAt) {
        transaction
                .sql()
                .insertInto(THING, ID, NAME, NOTE, PUBLIC, MADE_AT)
                .values(id, name, "note " + id, isPublic, madeAt)
                .execute();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private List<Long> ids(Listing listing) {
        return databases.database().read(transaction -> {
            var where = COLUMNS.where(listing);
            var matching = transaction.sql().select(ID).from(THING).where(where);
            long total = transaction.sql().fetchCount(THING, where);
            return COLUMNS.part(matching, listing, new Order("name", false), total).stream()
                    .map(row -> row.get(ID))
                    .toList();
        });
    }

    @Test
    void a_part_in_the_middle_of_a_long_list_is_where_the_order_puts_it() {
        databases.database().write(transaction -> {
            for (int i = 5; i <= 3_000; i++) {
                insert(transaction, i, "x" + i % 7, true, i);
            }
            return true;
        });
        for (boolean descending : new boolean[] {false, true}) {
            var order = List.of(new Order("name", descending));
            var whole = part(new Listing(List.of(), order, 0, 3_000));
            assertThat(whole).hasSize(3_000);
            for (int offset : new int[] {0, 1_000, 1_001, 1_500, 1_990, 1_999, 2_500, 2_999}) {
                var part = part(new Listing(List.of(), order, offset, 10));
                assertThat(part).isEqualTo(whole.subList(offset, Math.min(offset + 10, 3_000)));
            }
        }
    }

    private List<Long> part(Listing listing) {
        return databases
                .database()
                .read(transaction -> COLUMNS
                        .part(
                                transaction.sql(),
                                List.of(ID, NAME),
                                THING,
                                COLUMNS.where(listing),
                                listing,
                                new Order("name", false),
                                transaction.sql().fetchCount(THING))
                        .stream()
                        .map(row -> row.get(ID))
                        .toList());
    }

    private static Listing all() {
        return new Listing(List.of(), List.of(new Order("id", false)), 0, 10);
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "name, alpha, 1 4",
        "name, beta, ''",
        "id, 3, 3",
        "public, true, 1 3",
        "public, 0, 2 4",
        "made_at, 1970-01-02 00:00:00, 2",
        "made_at, 1970-01-02T00:00:00, 2",
        "nobody knows this column, 1, 1 2 3 4"
    })
    void an_equal_value(String column, String value, String found) {
        assertThat(ids(all().and(column, new Match.Equal(value)))).isEqualTo(numbers(found));
    }

    @Test
    void one_of_several_columns_is_as_asked_and_none_orders() {
        assertThat(ids(all().and("name_or_note", new Match.Equal("note 3"))))
                .isEqualTo(numbers("3"));
        assertThat(ids(all().and("name_or_note", new Match.Contains("ALPHA"))))
                .isEqualTo(numbers("1 4"));
        assertThat(ids(all().and("name_or_note", new Match.Contains("TE 4"))))
                .isEqualTo(numbers("4"));
        var byBoth = new Listing(List.of(), List.of(new Order("name_or_note", true)), 0, 10);
        assertThat(ids(byBoth))
                .isEqualTo(ids(new Listing(List.of(), List.of(), 0, 10)))
                .hasSize(4);
        assertThat(COLUMNS.isOrdered(byBoth)).isFalse();
        assertThat(COLUMNS.isOrdered(all())).isTrue();
    }

    @ParameterizedTest(name = "contains {0}: {1}")
    @CsvSource({"BET, 2", "A, 1 2 4", "%, 3", "_, 3", "!, 3", "x, ''"})
    void a_part_in_upper_or_lower_case_and_never_a_wildcard(String part, String found) {
        assertThat(ids(all().and("name", new Match.Contains(part)))).isEqualTo(numbers(found));
    }

    @Test
    void ranges_include_their_ends_and_may_be_open() {
        var two = Optional.of("2");
        var three = Optional.of("3");

        assertThat(ids(all().and("id", new Match.Between(two, three)))).containsExactly(2L, 3L);
        assertThat(ids(all().and("id", new Match.Between(three, Optional.empty()))))
                .containsExactly(3L, 4L);
        assertThat(ids(all().and("id", new Match.Between(Optional.empty(), two))))
                .containsExactly(1L, 2L);
    }

    @Test
    void any_of_several_values_and_all_of_them() {
        assertThat(ids(all().and("id", new Match.AnyOf(List.of("4", "1")))))
                .containsExactly(1L, 4L);
        assertThat(ids(all().and("id", new Match.AllOf(List.of("4", "1"))))).isEmpty();
        assertThat(ids(all().and("id", new Match.AnyOf(List.of())))).isEmpty();
    }

    @Test
    void several_conditions_hold_together() {
        assertThat(ids(all().and("name", new Match.Equal("alpha"))
                        .and("public", new Match.Equal("false"))))
                .containsExactly(4L);
    }

    @Test
    void an_order_ends_with_what_is_unique() {
        var byName = new Listing(List.of(), List.of(new Order("name", true)), 0, 10);

        assertThat(ids(byName)).containsSubsequence(1L, 4L).hasSize(4);
        assertThat(ids(new Listing(List.of(), List.of(new Order("id", true)), 1, 2)))
                .containsExactly(3L, 2L);
    }

    @ParameterizedTest(name = "parts of {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void the_parts_together_are_the_whole_in_its_order(int rowsMax) {
        for (var order : List.of(new Order("name", false), new Order("public", true))) {
            var whole = ids(new Listing(List.of(), List.of(order), 0, 10));
            var parts = new ArrayList<Long>();
            for (long offset = 0; offset < 6; offset += rowsMax) {
                parts.addAll(ids(new Listing(List.of(), List.of(order), offset, rowsMax)));
            }

            assertThat(parts).isEqualTo(whole).hasSize(4);
        }
    }

    @Test
    void an_order_by_unknown_columns_is_the_default() {
        var unknown = new Listing(List.of(), List.of(new Order("colour", true)), 0, 10);
        var none = new Listing(List.of(), List.of(), 0, 10);

        assertThat(ids(unknown)).isEqualTo(ids(none));
    }

    @ParameterizedTest
    @CsvSource({"id, one", "public, maybe", "made_at, yesterday", "made_at, 1970-13-02 00:00:00"})
    void a_value_that_a_column_cannot_have_is_refused(String column, String value) {
        var listing = all().and(column, new Match.Equal(value));

        assertThatThrownBy(() -> COLUMNS.where(listing))
                .isInstanceOf(ListingException.class)
                .hasMessageContaining(value);
    }

    @Test
    void a_listing_without_a_condition_that_is_known_leaves_out_nothing() {
        assertThat(COLUMNS.isAll(all())).isTrue();
        assertThat(COLUMNS.isAll(all().and("colour", new Match.Equal("red")))).isTrue();
        assertThat(COLUMNS.isAll(all().and("id", new Match.Equal("1")))).isFalse();
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(" ")).stream().map(Long::valueOf).toList();
    }
}
