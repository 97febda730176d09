package dev.berth.core.audit;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import dev.berth.core.access.Right;
import dev.berth.core.project.MemberTable;
import dev.berth.platform.database.KeptQuery;
import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Table;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Rows of the audit log.
///
/// *How lists work.* How many entries there are, altogether and in a project, is kept, so
/// that no page has to count them; that of what a filter finds is kept up to date
/// ([AuditCounts]). Entries are numbered without gaps, altogether by `id` and in a project by
/// `project_position`; so a page of an unfiltered list begins at a number that is known, and
/// the middle of the list costs what its ends do ([#byNumber]). Should there be gaps, a page is
/// reached by walking.
final class AuditTable {
    private static final Table<Record> ENTRY = table(name("audit_entry"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<Long> AT = field(name("at"), Long.class);
    private static final Field<Long> PROJECT = field(name("audit_entry", "project_id"), Long.class);
    private static final Field<Long> POSITION = field(name("project_position"), Long.class);
    private static final Field<String> USERNAME = field(name("username"), String.class);
    private static final Field<String> OPERATION = field(name("operation"), String.class);
    private static final Field<String> RESOURCE_TYPE = field(name("resource_type"), String.class);
    private static final Field<String> RESOURCE = field(name("resource"), String.class);
    private static final Field<String> DESCRIPTION = field(name("description"), String.class);
    private static final List<Field<?>> COLUMNS = List.of(
            ID, AT, PROJECT, POSITION, USERNAME, OPERATION, RESOURCE_TYPE, RESOURCE, DESCRIPTION);

    private static final Table<Record> NUMBER = table(name("audit_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);
    private static final Field<Long> TOTAL = field(name("total"), Long.class);

    private static final Table<Record> OF_PROJECT = table(name("audit_project"));
    private static final Field<Long> LOG = field(name("audit_project", "project_id"), Long.class);
    private static final Field<Long> LAST_POSITION = field(name("last_position"), Long.class);

    private static final Right LIST_LOG = Right.of("log:list");

    /// Numbers rise with time, and no two are the same.
    private static final Listing.Order NEWEST_FIRST = new Listing.Order("id", true);

    private static final ListColumns LISTED = columns(ID);

    /// Orders the entries of a project by position: the order of ids, with an index.
    private static final ListColumns LISTED_OF_PROJECT = columns(POSITION);

    private static final Param<Long> SKIPPED = param("skipped", 0L);
    private static final Param<Long> END = param("end", 0L);
    private static final Param<Long> WANTED_PROJECT = param("project", 0L);
    private static final Field<Long> FIRST = field(name("first"), Long.class);

    private static final KeptQuery PAGE = new KeptQuery(select(COLUMNS)
            .select(TOTAL, LAST_ID, field(select(min(ID)).from(ENTRY)).as(FIRST))
            .from(NUMBER)
            .leftJoin(ENTRY)
            .on(isBetween(ID, LAST_ID))
            .orderBy(ID.desc()));

    private static final KeptQuery PAGE_OF_PROJECT = new KeptQuery(select(COLUMNS)
            .select(
                    TOTAL,
                    LAST_POSITION,
                    field(select(min(POSITION)).from(ENTRY).where(PROJECT.eq(LOG)))
                            .as(FIRST))
            .from(OF_PROJECT)
            .leftJoin(ENTRY)
            .on(PROJECT.eq(LOG), isBetween(POSITION, LAST_POSITION))
            .where(LOG.eq(WANTED_PROJECT))
            .orderBy(POSITION.desc()));

    private static Condition isBetween(Field<Long> number, Field<Long> last) {
        return number.le(last.minus(SKIPPED)).and(number.gt(last.minus(END)));
    }

    private static ListColumns columns(Field<Long> number) {
        return new ListColumns(number)
                .number("id", number)
                .text("username", USERNAME)
                .text("operation", OPERATION)
                .text("resource_type", RESOURCE_TYPE)
                .text("resource", RESOURCE)
                .time("op_time", AT);
    }

    private final AuditCounts counts = new AuditCounts();

    /// An entry and its number.
    record Row(long id, AuditEntry entry) {}

    /// The last number that was given, and how many entries there are.
    private record Count(long last, long total) {
        static final Count NONE = new Count(0, 0);

        Count next() {
            return new Count(last + 1, total + 1);
        }
    }

    /// Nobody else may insert at the same time.
    void insert(Transaction transaction, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long id =
                transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
        var projects = new HashMap<>(countsOf(transaction, entries));
        var rows = transaction
                .sql()
                .insertInto(
                        ENTRY,
                        ID,
                        AT,
                        PROJECT,
                        POSITION,
                        USERNAME,
                        OPERATION,
                        RESOURCE_TYPE,
                        RESOURCE,
                        DESCRIPTION);
        for (var entry : entries) {
            id++;
            long position = projects.merge(
                            entry.project(), Count.NONE.next(), (count, _) -> count.next())
                    .last();
            rows = rows.values(
                    id,
                    ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()),
                    entry.project(),
                    entry.project() == 0 ? 0 : position,
                    entry.username(),
                    entry.operation(),
                    entry.resourceType(),
                    entry.resource(),
                    entry.description());
        }
        rows.execute();
        transaction
                .sql()
                .update(NUMBER)
                .set(LAST_ID, id)
                .set(TOTAL, TOTAL.plus(entries.size()))
                .execute();
        projects.remove(0L);
        projects.forEach((project, count) -> put(transaction, project, count));
    }

    /// What is known of the projects that these entries are of.
    private static Map<Long, Count> countsOf(Transaction transaction, List<AuditEntry> entries) {
        var projects = entries.stream().map(AuditEntry::project).distinct().toList();
        return transaction
                .sql()
                .select(LOG, LAST_POSITION, TOTAL)
                .from(OF_PROJECT)
                .where(LOG.in(projects))
                .fetchMap(
                        row -> row.get(LOG),
                        row -> new Count(row.get(LAST_POSITION), row.get(TOTAL)));
    }

    private static void put(Transaction transaction, long project, Count count) {
        transaction
                .sql()
                .insertInto(OF_PROJECT)
                .set(LOG, project)
                .set(LAST_POSITION, count.last())
                .set(TOTAL, count.total())
                .onConflict(LOG)
                .doUpdate()
                .set(LAST_POSITION, count.last())
                .set(TOTAL, count.total())
                .execute();
    }

    /// How many entries that may be read `listing` finds in all its parts.
    long total(Transaction transaction, AuditScope scope, Listing listing) {
        if (!LISTED.isAll(listing)) {
            return filtered(transaction, scope, listing);
        }
        return switch (scope) {
            case AuditScope.All _ ->
                transaction.sql().select(TOTAL).from(NUMBER).fetchSingle(row -> row.get(TOTAL));
            case AuditScope.OfProject _, AuditScope.ToAccount _ ->
                transaction
                        .sql()
                        .select(sum(TOTAL))
                        .from(OF_PROJECT)
                        .where(condition(scope, LOG))
                        .fetchOptional(Record1::value1)
                        .map(BigDecimal::longValueExact)
                        .orElse(0L);
        };
    }

    private long filtered(Transaction transaction, AuditScope scope, Listing listing) {
        var filter = condition(scope).and(LISTED.where(listing));
        if (scope instanceof AuditScope.ToAccount) {
            // Members come and go, and with them what there is to find: counted each time.
            return transaction.sql().fetchCount(ENTRY, filter);
        }
        var state = transaction
                .sql()
                .select(LAST_ID, TOTAL, timeOf(LAST_ID))
                .from(NUMBER)
                .fetchSingle(
                        row -> new AuditCounts.State(row.value1(), row.value2(), row.value3()));
        return counts.count(
                List.of(scope, listing.where()), state, upTo -> later(transaction, filter, upTo));
    }

    private static AuditCounts.Later later(Transaction transaction, Condition filter, long upTo) {
        var entries =
                field(select(count().cast(Long.class)).from(ENTRY).where(filter, ID.gt(upTo)));
        return transaction
                .sql()
                .select(entries, timeOf(val(upTo)))
                .fetchSingle(row -> new AuditCounts.Later(row.value1(), row.value2()));
    }

    /// When the entry with a number happened; 0 if there is none.
    private static Field<Long> timeOf(Field<Long> id) {
        return coalesce(field(select(AT).from(ENTRY).where(ID.eq(id))), inline(0L));
    }

    /// Whether a list is of entries that are numbered for it, in the order of their numbers.
    static boolean goesByNumber(AuditScope scope, Listing listing) {
        return !(scope instanceof AuditScope.ToAccount)
                && LISTED.isAll(listing)
                && !LISTED.isOrdered(listing);
    }

    /// A part of a list that [#goesByNumber], by one statement; absent if there are gaps.
    Optional<Listing.Part<Row>> byNumber(
            Transaction transaction, AuditScope scope, Listing listing) {
        long end = listing.offset() + listing.rowsMax();
        boolean isOfProject = scope instanceof AuditScope.OfProject;
        long project = scope instanceof AuditScope.OfProject(long id) ? id : 0;
        var rows = (isOfProject ? PAGE_OF_PROJECT : PAGE)
                .fetch(
                        transaction,
                        Map.of("project", project, "skipped", listing.offset(), "end", end));
        if (rows.isEmpty()) {
            return Optional.of(new Listing.Part<>(List.of(), 0));
        }
        var any = rows.getFirst();
        long total = any.get(TOTAL);
        long last = any.get(isOfProject ? LAST_POSITION : LAST_ID);
        long first = Objects.requireNonNullElse(any.get(FIRST), last + 1);
        var entries = rows.stream()
                .filter(row -> row.get(ID) != null)
                .map(AuditTable::read)
                .toList();
        return Optional.of(new Listing.Part<>(entries, total))
                .filter(_ -> last - first + 1 == total);
    }

    /// A part of those that may be read, the newest first unless `listing` says otherwise.
    ///
    /// @param total what [#total] says
    List<Row> list(Transaction transaction, AuditScope scope, Listing listing, long total) {
        boolean isPlain = LISTED.isAll(listing) && !LISTED.isOrdered(listing);
        if (isPlain && scope instanceof AuditScope.ToAccount && !haveGaps(transaction, scope)) {
            return pageOfSeveral(transaction, scope, listing, total);
        }
        var columns = scope instanceof AuditScope.OfProject ? LISTED_OF_PROJECT : LISTED;
        return columns
                .part(
                        transaction.sql(),
                        COLUMNS,
                        ENTRY,
                        condition(scope).and(LISTED.where(listing)),
                        listing,
                        NEWEST_FIRST,
                        total)
                .stream()
                .map(AuditTable::read)
                .toList();
    }

    /// True if the entries of a project in this scope are not numbered without gaps.
    private static boolean haveGaps(Transaction transaction, AuditScope scope) {
        var first = field(select(min(POSITION)).from(ENTRY).where(PROJECT.eq(LOG)));
        return transaction
                .sql()
                .select(LOG)
                .from(OF_PROJECT)
                .where(
                        condition(scope, LOG),
                        first.ne(LAST_POSITION.minus(TOTAL).plus(1L)))
                .limit(1)
                .fetchOptional()
                .isPresent();
    }

    /// A part of what several projects have in their logs together, each numbered
    /// without gaps.
    ///
    /// Of each no more than the part's own end can be on the way to it, and those are
    /// next to each other; what they have together is sorted. With a condition all that
    /// it finds is sorted: no index has the entries of several projects in one order.
    private static List<Row> pageOfSeveral(
            Transaction transaction, AuditScope scope, Listing listing, long total) {
        var way = ListColumns.Way.to(listing, total);
        if (way.isNowhere()) {
            return List.of();
        }
        long read = way.skipped() + way.rows();
        var before = LAST_POSITION.minus(TOTAL);
        var rows = transaction
                .sql()
                .select(COLUMNS)
                .from(OF_PROJECT)
                .join(ENTRY)
                .on(PROJECT.eq(LOG))
                .where(
                        condition(scope, LOG),
                        way.forwards()
                                ? POSITION.gt(LAST_POSITION.minus(read))
                                : POSITION.le(before.plus(read)))
                .orderBy(LISTED.order(listing, NEWEST_FIRST, way))
                .limit(way.rows())
                .offset(way.skipped())
                .fetch();
        return way.inOrder(rows).stream().map(AuditTable::read).toList();
    }

    private static Condition condition(AuditScope scope) {
        return condition(scope, PROJECT);
    }

    private static Condition condition(AuditScope scope, Field<Long> number) {
        return switch (scope) {
            case AuditScope.All _ -> noCondition();
            case AuditScope.OfProject(long project) -> number.eq(project);
            case AuditScope.ToAccount(long account) ->
                number.in(MemberTable.projectsOf(account, LIST_LOG));
        };
    }

    private static Row read(Record row) {
        return new Row(
                row.get(ID),
                new AuditEntry(
                        Instant.EPOCH.plus(row.get(AT), ChronoUnit.MICROS),
                        row.get(PROJECT),
                        row.get(USERNAME),
                        row.get(OPERATION),
                        row.get(RESOURCE_TYPE),
                        row.get(RESOURCE),
                        row.get(DESCRIPTION)));
    }
}
