package dev.berth.core.project;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.jsonObjectAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.berth.core.access.Role;
import dev.berth.core.allowlist.AllowlistTable;
import dev.berth.core.api.Json;
import dev.berth.platform.database.KeptQuery;
import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.OwnedTable;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Rows of projects and their metadata.
///
/// What is cached is announced under [#TOPIC] with the project's name, also that it is new.
public final class ProjectTable {
    static final String TOPIC = "project";

    private static final Table<Record> NUMBER = table(name("project_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);
    private static final Field<Long> TOTAL = field(name("total"), Long.class);
    private static final Field<Long> PUBLIC_TOTAL = field(name("public_total"), Long.class);
    private static final Field<Boolean> LIBRARY_MADE = field(name("library_made"), Boolean.class);

    private static final Table<Record> PROJECT = table(name("project"));
    private static final Field<Long> ID = field(name("project", "id"), Long.class);
    private static final Field<String> NAME = field(name("project", "name"), String.class);
    private static final Field<Long> OWNER_ID = field(name("owner_id"), Long.class);
    private static final Field<String> OWNER_NAME = field(name("owner_name"), String.class);
    private static final Field<Boolean> IS_PUBLIC = field(name("is_public"), Boolean.class);
    private static final Field<Long> STORAGE_LIMIT = field(name("storage_limit"), Long.class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);

    private static final List<Field<?>> COLUMNS = List.of(
            ID, NAME, OWNER_ID, OWNER_NAME, IS_PUBLIC, STORAGE_LIMIT, CREATED_AT, UPDATED_AT);

    private static final Listing.Order BY_NAME = new Listing.Order("name", false);

    /// Harbor knows `member` and `names` as well, but takes them from itself only: what
    /// a client says of them it ignores.
    private static final ListColumns LISTED = new ListColumns(ID)
            .number("project_id", ID)
            .uniqueText("name", NAME)
            .number("owner_id", OWNER_ID)
            .text("owner", OWNER_NAME)
            .flag("public", IS_PUBLIC)
            .time("creation_time", CREATED_AT)
            .time("update_time", UPDATED_AT);

    private static final Table<Record> METADATA = table(name("project_metadata"));
    private static final Field<Long> PROJECT_ID = field(name("project_id"), Long.class);
    private static final Field<String> KEY = field(name("project_metadata", "name"), String.class);
    private static final Field<String> VALUE = field(name("value"), String.class);

    private static final Param<Long> VIEWER = DSL.param("viewer", 0L);
    private static final Param<Long> SKIPPED = DSL.param("skipped", 0L);

    private static final Field<JSON> SAID = field(name("said"), JSON.class);
    private static final Field<Long> REPOSITORIES = field(name("repositories"), Long.class);
    private static final Field<Long> VIEWER_ROLE = field(name("viewer_role"), Long.class);
    private static final Field<Long> ALLOWLIST_CHARACTERS =
            field(name("allowlist_characters"), Long.class);
    private static final Field<Long> FOUND = field(name("found"), Long.class);

    /// The queries of lists without conditions, by what decides their text.
    private final Map<Plain, KeptQuery> plain = new ConcurrentHashMap<>();

    private record Plain(Class<? extends Visible> visible, ListColumns.Way.Shape way) {}

    /// Waits until no other transaction adds or removes projects; held to the end.
    void lock(Transaction transaction) {
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID).execute();
    }

    /// The next number; under [#lock].
    long nextId(Transaction transaction) {
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID.plus(1)).execute();
        return transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
    }

    boolean isLibraryMade(Transaction transaction) {
        return transaction
                .sql()
                .select(LIBRARY_MADE)
                .from(NUMBER)
                .fetchSingle(row -> row.get(LIBRARY_MADE));
    }

    void setLibraryMade(Transaction transaction) {
        transaction.sql().update(NUMBER).set(LIBRARY_MADE, true).execute();
    }

    Optional<Project> find(Transaction transaction, String name) {
        return first(transaction, NAME.eq(name));
    }

    Optional<Project> find(Transaction transaction, long id) {
        return first(transaction, ID.eq(id));
    }

    /// Those of these projects that are there, by their numbers.
    Map<Long, Project> findAll(Transaction transaction, Collection<Long> ids) {
        var rows = transaction
                .sql()
                .select(COLUMNS)
                .from(PROJECT)
                .where(ID.in(ids))
                .fetch();
        return readAll(transaction, rows).stream()
                .collect(Collectors.toMap(Project::id, Function.identity()));
    }

    /// As [#find]; the project stays as it is until the transaction ends, and nobody else may count
    /// on it.
    Optional<Project> findLocked(Transaction transaction, long id) {
        var _ = RowLocks.exclude(
                        transaction, transaction.sql().select(ID).from(PROJECT).where(ID.eq(id)))
                .fetch();
        return find(transaction, id);
    }

    /// The number of a project that does not go until the transaction ends.
    Optional<Long> hold(Transaction transaction, String name) {
        return RowLocks.share(
                        transaction,
                        transaction.sql().select(ID).from(PROJECT).where(NAME.eq(name)),
                        PROJECT)
                .fetchOptional(Record1::value1);
    }

    /// The names of those of these projects that are there, by their numbers.
    Map<Long, String> names(Transaction transaction, Collection<Long> ids) {
        return transaction
                .sql()
                .select(ID, NAME)
                .from(PROJECT)
                .where(ID.in(ids))
                .fetchMap(row -> row.get(ID), row -> row.get(NAME));
    }

    /// The name of the project with some number, null if there is none; for other tables.
    public static Field<String> nameOf(Field<Long> id) {
        return field(select(NAME).from(PROJECT).where(ID.eq(id)));
    }

    private static Optional<Project> first(Transaction transaction, Condition condition) {
        var rows =
                transaction.sql().select(COLUMNS).from(PROJECT).where(condition).fetch();
        return readAll(transaction, rows).stream().findFirst();
    }

    /// How many projects `listing` finds in all its parts.
    long total(Transaction transaction, Visible visible, Listing listing) {
        return transaction.sql().select(totalOf(visible, listing)).fetchSingle(row -> row.value1());
    }

    /// Known for what somebody sees, but for the private projects among it; what a
    /// condition finds is counted, in all projects: no index tells how many there are.
    private static Field<Long> totalOf(Visible visible, Listing listing) {
        if (!LISTED.isAll(listing)) {
            return field(select(count().cast(Long.class))
                    .from(PROJECT)
                    .where(condition(visible), LISTED.where(listing)));
        }
        return switch (visible) {
            case Visible.All _ -> field(select(TOTAL).from(NUMBER));
            case Visible.Public _ -> field(select(PUBLIC_TOTAL).from(NUMBER));
            case Visible.ToAccount(long accountId) ->
                publicAnd(ID.in(MemberTable.projectsOf(account(accountId))));
            case Visible.These(var ids) -> publicAnd(ID.in(ids));
        };
    }

    private static Field<Long> publicAnd(Condition isTheirs) {
        var others =
                select(count().cast(Long.class)).from(PROJECT).where(IS_PUBLIC.isFalse(), isTheirs);
        return field(select(PUBLIC_TOTAL.plus(field(others))).from(NUMBER));
    }

    /// A part of the projects that somebody sees, by one statement; by name unless
    /// `listing` says otherwise. Absent if there are none in it.
    ///
    /// @param viewer the number of the account whose role in them is told, 0 for none
    /// @param total what decides from which end it is read
    Optional<Listing.Part<ListedProject>> list(
            Transaction transaction, Visible visible, long viewer, Listing listing, long total) {
        var way = ListColumns.Way.to(listing, total);
        if (way.isNowhere()) {
            return Optional.empty();
        }
        var rows = way.inOrder(query(visible, listing, way)
                .fetch(transaction, parameters(visible, viewer, way.skipped())));
        return rows.stream()
                .findFirst()
                .map(first -> new Listing.Part<>(
                        rows.stream().map(ProjectTable::readListed).toList(), first.get(FOUND)));
    }

    private KeptQuery query(Visible visible, Listing listing, ListColumns.Way way) {
        boolean isPlain = LISTED.isPlain(listing, way) && !(visible instanceof Visible.These);
        return isPlain
                ? plain.computeIfAbsent(
                        new Plain(visible.getClass(), way.shape()),
                        _ -> newQuery(visible, listing, way))
                : newQuery(visible, listing, way);
    }

    private static KeptQuery newQuery(Visible visible, Listing listing, ListColumns.Way way) {
        return listed(
                visible,
                LISTED.where(listing),
                LISTED.order(listing, BY_NAME, way),
                way.rows(),
                totalOf(visible, listing));
    }

    /// At most `limit` projects that somebody sees and that have `part` in their names,
    /// by name.
    ///
    /// Reads names until so many are found, of all that somebody sees if there are
    /// fewer: neither database has an index that finds a part of a name and comes with
    /// it as it is installed.
    List<ListedProject> search(
            Transaction transaction, Visible visible, long viewer, String part, int limit) {
        return listed(
                        visible,
                        DSL.position(NAME, part).gt(0),
                        List.of(NAME.asc()),
                        limit,
                        DSL.inline(0L))
                .fetch(transaction, parameters(visible, viewer, 0))
                .stream()
                .map(ProjectTable::readListed)
                .toList();
    }

    /// A part of the projects that somebody sees, each with all that is shown of it;
    /// see [#parameters].
    ///
    /// What is looked up for each project is outside of the part: inside, it would be
    /// looked up for those as well that are passed before it. How many rows it has is
    /// no parameter: PostgreSQL keeps a plan only if it knows, and planning takes as
    /// long as all the rest.
    private static KeptQuery listed(
            Visible visible,
            Condition where,
            List<OrderField<?>> order,
            long rows,
            Field<Long> total) {
        var part = select(COLUMNS)
                .from(PROJECT)
                .where(condition(visible), where)
                .orderBy(order)
                .limit(DSL.inline(rows))
                .offset(SKIPPED)
                .asTable(PROJECT);
        return new KeptQuery(select(COLUMNS)
                .select(
                        field(select(jsonObjectAgg(KEY, VALUE))
                                        .from(METADATA)
                                        .where(PROJECT_ID.eq(ID)))
                                .as(SAID),
                        OwnedTable.repositoriesOf(ID).as(REPOSITORIES),
                        MemberTable.roleOf(ID, VIEWER).as(VIEWER_ROLE),
                        AllowlistTable.charactersOf(ID).as(ALLOWLIST_CHARACTERS),
                        total.as(FOUND))
                .from(part)
                .orderBy(order));
    }

    private static Map<String, Long> parameters(Visible visible, long viewer, long skipped) {
        long account = visible instanceof Visible.ToAccount(long id) ? id : 0;
        return Map.of("viewer", viewer, "account", account, "skipped", skipped);
    }

    /// The numbers of the projects that somebody sees; for other tables.
    static Select<Record1<Long>> visibleIds(Transaction transaction, Visible visible) {
        return transaction.sql().select(ID).from(PROJECT).where(condition(visible));
    }

    private static Condition condition(Visible visible) {
        return switch (visible) {
            case Visible.All _ -> noCondition();
            case Visible.Public _ -> IS_PUBLIC.isTrue();
            case Visible.ToAccount(long accountId) ->
                IS_PUBLIC.isTrue().or(ID.in(MemberTable.projectsOf(account(accountId))));
            case Visible.These(var ids) -> IS_PUBLIC.isTrue().or(ID.in(ids));
        };
    }

    private static Param<Long> account(long id) {
        return DSL.param("account", id);
    }

    void insert(Transaction transaction, Project project) {
        transaction
                .sql()
                .insertInto(PROJECT)
                .set(ID, project.id())
                .set(NAME, project.name().text())
                .set(OWNER_ID, project.ownerId())
                .set(OWNER_NAME, project.ownerName())
                .set(IS_PUBLIC, project.isPublic())
                .set(STORAGE_LIMIT, project.storageLimit())
                .set(CREATED_AT, micros(project.createdAt()))
                .set(UPDATED_AT, micros(project.updatedAt()))
                .execute();
        addToTotals(transaction, 1, project.isPublic() ? 1 : 0);
        project.metadata().forEach((name, value) -> putMetadata(transaction, project, name, value));
        changed(transaction, project);
    }

    void delete(Transaction transaction, Project project) {
        transaction
                .sql()
                .deleteFrom(METADATA)
                .where(PROJECT_ID.eq(project.id()))
                .execute();
        transaction.sql().deleteFrom(PROJECT).where(ID.eq(project.id())).execute();
        addToTotals(transaction, -1, project.isPublic() ? -1 : 0);
        changed(transaction, project);
    }

    /// Opens the project to everybody, or closes it.
    void setPublic(Transaction transaction, Project project, boolean isPublic) {
        if (project.isPublic() != isPublic) {
            transaction
                    .sql()
                    .update(PROJECT)
                    .set(IS_PUBLIC, isPublic)
                    .where(ID.eq(project.id()))
                    .execute();
            addToTotals(transaction, 0, isPublic ? 1 : -1);
            changed(transaction, project);
        }
    }

    void setStorageLimit(Transaction transaction, Project project, long bytes) {
        transaction
                .sql()
                .update(PROJECT)
                .set(STORAGE_LIMIT, bytes)
                .where(ID.eq(project.id()))
                .execute();
        changed(transaction, project);
    }

    void setUpdated(Transaction transaction, Project project, Instant now) {
        transaction
                .sql()
                .update(PROJECT)
                .set(UPDATED_AT, micros(now))
                .where(ID.eq(project.id()))
                .execute();
        changed(transaction, project);
    }

    void putMetadata(Transaction transaction, Project project, String name, String value) {
        transaction
                .sql()
                .insertInto(METADATA)
                .set(PROJECT_ID, project.id())
                .set(KEY, name)
                .set(VALUE, value)
                .onConflict(PROJECT_ID, KEY)
                .doUpdate()
                .set(VALUE, value)
                .execute();
        changed(transaction, project);
    }

    void deleteMetadata(Transaction transaction, Project project, String name) {
        transaction
                .sql()
                .deleteFrom(METADATA)
                .where(PROJECT_ID.eq(project.id()), KEY.eq(name))
                .execute();
        changed(transaction, project);
    }

    private static void addToTotals(Transaction transaction, long all, long ofPublic) {
        transaction
                .sql()
                .update(NUMBER)
                .set(TOTAL, TOTAL.plus(all))
                .set(PUBLIC_TOTAL, PUBLIC_TOTAL.plus(ofPublic))
                .execute();
    }

    private static void changed(Transaction transaction, Project project) {
        transaction.changed(TOPIC, project.name().text());
    }

    /// The projects of these rows, with one query for the metadata of all of them.
    private static List<Project> readAll(Transaction transaction, List<? extends Record> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var ids = rows.stream().map(row -> row.get(ID)).toList();
        var metadata = transaction
                .sql()
                .select(PROJECT_ID, KEY, VALUE)
                .from(METADATA)
                .where(PROJECT_ID.in(ids))
                .orderBy(PROJECT_ID, KEY)
                .fetchGroups(PROJECT_ID);
        return rows.stream()
                .map(row -> read(row, values(metadata, row.get(ID))))
                .toList();
    }

    private static SequencedMap<String, String> values(
            Map<Long, ? extends Result<? extends Record>> metadata, long id) {
        var values = new LinkedHashMap<String, String>();
        var rows = metadata.get(id);
        if (rows != null) {
            rows.forEach(row -> values.put(row.get(KEY), row.get(VALUE)));
        }
        return values;
    }

    private static ListedProject readListed(Record row) {
        return new ListedProject(
                read(row, said(row.get(SAID))),
                row.get(REPOSITORIES),
                Optional.ofNullable(row.get(VIEWER_ROLE)).flatMap(Role::of),
                Optional.ofNullable(row.get(ALLOWLIST_CHARACTERS)).orElse(0L));
    }

    /// PostgreSQL says nothing of no metadata, SQLite that there is none.
    private static SequencedMap<String, String> said(@Nullable JSON metadata) {
        return metadata == null ? new TreeMap<>() : new TreeMap<>(Json.texts(metadata.data()));
    }

    private static Project read(Record row, SequencedMap<String, String> metadata) {
        return new Project(
                row.get(ID),
                new ProjectName(row.get(NAME)),
                row.get(OWNER_ID),
                row.get(OWNER_NAME),
                row.get(IS_PUBLIC),
                metadata,
                row.get(STORAGE_LIMIT),
                instant(row.get(CREATED_AT)),
                instant(row.get(UPDATED_AT)));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
