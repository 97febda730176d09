package dev.berth.platform.database;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectOrderByStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The columns by which a list can be filtered and ordered; for `…Table` classes.
///
/// - A name that is not here is ignored in conditions and orders.
/// - Every order ends with a unique column, so that parts neither overlap nor leave
///   gaps.
/// - Times are asked for as `2026-04-09 02:36:00` or with a `T`, in UTC.
public final class ListColumns {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd[' ']['T']HH:mm:ss");

    private static final int PAGE_ROWS_MAX = 100;

    private final Field<Long> unique;
    /// Several under one name: a condition holds if it holds for one of them.
    private final Map<String, List<Column<?>>> columns = new LinkedHashMap<>();

    /// @param unique what tells rows apart when all else is equal
    public ListColumns(Field<Long> unique) {
        this.unique = unique;
    }

    /// A column, and how a text becomes a value of it.
    private record Column<T>(Field<T> field, Function<String, T> parse, boolean isUnique) {
        Column(Field<T> field, Function<String, T> parse) {
            this(field, parse, false);
        }

        Condition matches(Listing.Match match) {
            return switch (match) {
                case Listing.Match.Equal(var value) -> field.eq(parse.apply(value));
                case Listing.Match.Contains(var part) -> contains(part);
                case Listing.Match.Between(var min, var max) -> between(min, max);
                case Listing.Match.AnyOf(var values) -> field.in(parseAll(values));
                case Listing.Match.AllOf(var values) ->
                    DSL.and(parseAll(values).stream().map(field::eq).toList());
            };
        }

        private Condition contains(String part) {
            return field.getType() == String.class
                    ? field.containsIgnoreCase(parse.apply(part))
                    : field.eq(parse.apply(part));
        }

        private Condition between(Optional<String> min, Optional<String> max) {
            var bounds = new ArrayList<Condition>();
            min.ifPresent(value -> bounds.add(field.ge(parse.apply(value))));
            max.ifPresent(value -> bounds.add(field.le(parse.apply(value))));
            return DSL.and(bounds);
        }

        private List<T> parseAll(List<String> values) {
            return values.stream().map(parse).toList();
        }
    }

    public ListColumns text(String name, Field<String> field) {
        return with(name, new Column<>(field, ListColumns::parseText));
    }

    /// Texts of which no two rows have the same: an order by them needs no other
    /// column.
    public ListColumns uniqueText(String name, Field<String> field) {
        return with(name, new Column<>(field, ListColumns::parseText, true));
    }

    /// One name for several columns, of which one has to be as asked; none orders by it.
    public ListColumns anyText(String name, Field<String> first, Field<String> second) {
        columns.put(
                name,
                List.of(
                        new Column<>(first, ListColumns::parseText),
                        new Column<>(second, ListColumns::parseText)));
        return this;
    }

    public ListColumns number(String name, Field<Long> field) {
        return with(name, new Column<>(field, ListColumns::parseNumber));
    }

    public ListColumns flag(String name, Field<Boolean> field) {
        return with(name, new Column<>(field, ListColumns::parseFlag));
    }

    /// A column of microseconds since the epoch.
    public ListColumns time(String name, Field<Long> field) {
        return with(name, new Column<>(field, ListColumns::parseTime));
    }

    private ListColumns with(String name, Column<?> column) {
        columns.put(name, List.of(column));
        return this;
    }

    /// True if `listing` leaves out no row.
    public boolean isAll(Listing listing) {
        return listing.where().stream().noneMatch(asked -> columns.containsKey(asked.column()));
    }

    /// True if the text of the statement that reads a part says no more of `listing`
    /// than `way` does, so that it can be a [KeptQuery]: without conditions, in the
    /// order by default, a page.
    public boolean isPlain(Listing listing, Way way) {
        return isAll(listing) && !isOrdered(listing) && way.rows() <= PAGE_ROWS_MAX;
    }

    /// True if `listing` asks for an order by a column that is known.
    public boolean isOrdered(Listing listing) {
        return listing.orderBy().stream().anyMatch(this::isOrder);
    }

    private boolean isOrder(Listing.Order order) {
        return columns.getOrDefault(order.column(), List.of()).size() == 1;
    }

    /// What the rows must be like.
    ///
    /// @throws ListingException for a value that the column cannot have
    public Condition where(Listing listing) {
        var conditions = new ArrayList<Condition>();
        for (var asked : listing.where()) {
            var named = columns.get(asked.column());
            if (named != null) {
                conditions.add(DSL.or(named.stream()
                        .map(column -> column.matches(asked.match()))
                        .toList()));
            }
        }
        return DSL.and(conditions);
    }

    /// The rows of the part that `listing` asks for, in its order, or in `byDefault` where it names
    /// no column that is known.
    ///
    /// They are read from the end that is nearer: the last part costs what the first one does.
    ///
    /// @param selected all rows that match, without an order
    /// @param total how many there are
    public <R extends Record> List<R> part(
            SelectOrderByStep<R> selected, Listing listing, Listing.Order byDefault, long total) {
        var way = Way.to(listing, total);
        return way.isNowhere()
                ? List.of()
                : way.inOrder(selected.orderBy(order(listing, byDefault, way))
                        .limit(way.rows())
                        .offset(way.skipped())
                        .fetch());
    }

    /// How a part is reached: from the end of the list that is nearer.
    ///
    /// @param forwards from the first row on
    /// @param skipped how many rows are passed before it
    /// @param rows how many are read then
    public record Way(boolean forwards, long skipped, long rows) {
        private static final long NEAR = 1_000;

        /// To the part that `listing` asks for, of a list of `total` rows.
        public static Way to(Listing listing, long total) {
            long left = Math.max(0, total - listing.offset());
            long rows = Math.min(listing.rowsMax(), left);
            boolean forwards = listing.offset() <= left - rows;
            return new Way(forwards, forwards ? listing.offset() : left - rows, rows);
        }

        /// True if so many rows are passed that they had better not be read, and few
        /// are wanted.
        public boolean isFar() {
            return skipped > NEAR && rows <= NEAR;
        }

        /// True if the list ends before the part.
        public boolean isNowhere() {
            return rows == 0;
        }

        /// All of it that the text of a statement has: how many rows are skipped is a
        /// parameter, how many are read is not. PostgreSQL keeps a plan only if it
        /// knows that, and planning takes as long as all the rest.
        public Shape shape() {
            return new Shape(forwards, rows);
        }

        /// A way, but for where it ends.
        public record Shape(boolean forwards, long rows) {}

        /// What was read, in the order of the list.
        public <R> List<R> inOrder(List<R> read) {
            return forwards ? read : read.reversed();
        }
    }

    /// As [#part], for lists that get long: far from both ends first the numbers of the rows
    /// are looked for, then the rows. An index that has the columns of the order, those of
    /// the condition and the unique one is then all that is walked.
    ///
    /// @param read with the unique column among them
    public List<Record> part(
            DSLContext sql,
            List<Field<?>> read,
            Table<?> table,
            Condition where,
            Listing listing,
            Listing.Order byDefault,
            long total) {
        if (!Way.to(listing, total).isFar()) {
            return part(sql.select(read).from(table).where(where), listing, byDefault, total);
        }
        var numbers = sql.select(unique).from(table).where(where);
        var wanted = part(numbers, listing, byDefault, total).stream()
                .map(Record1::value1)
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        var rows = sql.select(read).from(table).where(where, unique.in(wanted)).fetchMap(unique);
        return wanted.stream()
                .flatMap(number -> Stream.ofNullable(rows.get(number)))
                .toList();
    }

    /// The order in which rows are read that are reached this way; it ends with a
    /// unique column.
    public List<OrderField<?>> order(Listing listing, Listing.Order byDefault, Way way) {
        boolean forwards = way.forwards();
        var asked = listing.orderBy().stream().filter(this::isOrder).toList();
        var order = new ArrayList<OrderField<?>>();
        for (var next : asked.isEmpty() ? List.of(byDefault) : asked) {
            var column = Objects.requireNonNull(columns.get(next.column()), next::column)
                    .getFirst();
            order.add(
                    next.descending() == forwards
                            ? column.field().desc()
                            : column.field().asc());
            if (column.isUnique() || column.field().equals(unique)) {
                return order;
            }
        }
        order.add(forwards ? unique.asc() : unique.desc());
        return order;
    }

    /// PostgreSQL knows no text with NUL in it.
    private static String parseText(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ListingException("no value has NUL in it");
        }
        return text;
    }

    private static Long parseNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            throw new ListingException("`" + text + "` is no whole number");
        }
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "t", "T", "1" -> true;
            case "false", "False", "FALSE", "f", "F", "0" -> false;
            default -> throw new ListingException("`" + text + "` is neither true nor false");
        };
    }

    private static Long parseTime(String text) {
        try {
            var time = LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (DateTimeParseException | ArithmeticException _) {
            // No time at all, or one that is too far away for microseconds.
            throw new ListingException("`" + text + "` is no time: write 2026-04-09T02:36:00");
        }
    }
}
