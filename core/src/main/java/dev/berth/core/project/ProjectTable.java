package dev.berth.core.project;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.RowLocks;
import dev.berth.platform.database.Transaction;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Rows of projects and their metadata.
///
/// What is cached is announced under [#TOPIC] with the project's name, also that it is new.
final class ProjectTable {
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

    private static final ListColumns LISTED = new ListColumns(ID)
            .number("project_id", ID)
            .text("name", NAME)
            .number("owner_id", OWNER_ID)
            .text("owner", OWNER_NAME)
            .flag("public", IS_PUBLIC)
            .time("creation_time", CREATED_AT)
            .time("update_time", UPDATED_AT);

    private static final Table<Record> METADATA = table(name("project_metadata"));
    private static final Field<Long> PROJECT_ID = field(name("project_id"), Long.class);
    private static final Field<String> KEY = field(name("project_metadata", "name"), String.class);
    private static final Field<String> VALUE = field(name("value"), String.class);

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

    private static Optional<Project> first(Transaction transaction, Condition condition) {
        var rows =
                transaction.sql().select(COLUMNS).from(PROJECT).where(condition).fetch();
        return readAll(transaction, rows).stream().findFirst();
    }

    /// How many projects `listing` finds in all its parts.
    long total(Transaction transaction, Visible visible, Listing listing) {
        if (!LISTED.isAll(listing)) {
            return transaction.sql().fetchCount(PROJECT, LISTED.where(listing), condition(visible));
        }
        return switch (visible) {
            case Visible.All _ -> number(transaction, TOTAL);
            case Visible.Public _ -> number(transaction, PUBLIC_TOTAL);
            case Visible.ToAccount(long accountId) ->
                number(transaction, PUBLIC_TOTAL)
                        + transaction.sql().fetchCount(PROJECT, privateOf(accountId));
            case Visible.These(var ids) ->
                number(transaction, PUBLIC_TOTAL)
                        + transaction.sql().fetchCount(PROJECT, IS_PUBLIC.isFalse(), ID.in(ids));
        };
    }

    private static long number(Transaction transaction, Field<Long> total) {
        return transaction.sql().select(total).from(NUMBER).fetchSingle(row -> row.get(total));
    }

    /// A part of the projects that somebody sees; by name unless `listing` says otherwise.
    ///
    /// @param total what [#total] says
    List<Project> list(Transaction transaction, Visible visible, Listing listing, long total) {
        var found = transaction
                .sql()
                .select(COLUMNS)
                .from(PROJECT)
                .where(LISTED.where(listing))
                .and(condition(visible));
        return readAll(transaction, LISTED.part(found, listing, BY_NAME, total));
    }

    /// At most `limit` projects that somebody sees and that have `part` in their names, by name.
    List<Project> search(Transaction transaction, Visible visible, String part, int limit) {
        var rows = transaction
                .sql()
                .select(COLUMNS)
                .from(PROJECT)
                .where(DSL.position(NAME, part).gt(0), condition(visible))
                .orderBy(NAME)
                .limit(limit)
                .fetch();
        return readAll(transaction, rows);
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
                IS_PUBLIC.isTrue().or(ID.in(MemberTable.projectsOf(accountId)));
            case Visible.These(var ids) -> IS_PUBLIC.isTrue().or(ID.in(ids));
        };
    }

    private static Condition privateOf(long accountId) {
        return IS_PUBLIC.isFalse().and(ID.in(MemberTable.projectsOf(accountId)));
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
        count(transaction, 1, project.isPublic() ? 1 : 0);
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
        count(transaction, -1, project.isPublic() ? -1 : 0);
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
            count(transaction, 0, isPublic ? 1 : -1);
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

    private static void count(Transaction transaction, long all, long ofPublic) {
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
