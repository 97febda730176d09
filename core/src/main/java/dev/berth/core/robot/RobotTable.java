package dev.berth.core.robot;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.berth.core.project.ProjectTable;
import dev.berth.platform.database.KeptLookup;
import dev.berth.platform.database.KeptQuery;
import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Rows of robots and what was granted to them.
///
/// What is cached is announced under [#TOPIC] with the robot's number, and under [#NAME_TOPIC] with
/// a name that is nobody's any more.
final class RobotTable {
    static final String TOPIC = "robot";
    static final String NAME_TOPIC = "robot-name";

    private static final String EVERYTHING = "";

    private static final Table<Record> NUMBER = table(name("robot_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);

    private static final Table<Record> ROBOT = table(name("robot"));
    private static final Field<Long> ID = field(name("robot", "id"), Long.class);
    private static final Field<Long> PROJECT_ID = field(name("project_id"), Long.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> DESCRIPTION = field(name("description"), String.class);
    private static final Field<String> SECRET_HASH = field(name("secret_hash"), String.class);
    private static final Field<Long> SECRET_VERSION = field(name("secret_version"), Long.class);
    private static final Field<Boolean> DISABLED = field(name("disabled"), Boolean.class);
    private static final Field<Long> DURATION = field(name("duration"), Long.class);
    private static final Field<Long> EXPIRES_AT = field(name("expires_at"), Long.class);
    private static final Field<String> CREATOR_TYPE = field(name("creator_type"), String.class);
    private static final Field<Long> CREATOR_ID = field(name("creator_id"), Long.class);
    private static final Field<Long> CREATED_AT = field(name("created_at"), Long.class);
    private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);

    private static final List<Field<?>> COLUMNS = List.of(
            ID,
            PROJECT_ID,
            NAME,
            DESCRIPTION,
            SECRET_HASH,
            SECRET_VERSION,
            DISABLED,
            DURATION,
            EXPIRES_AT,
            CREATOR_TYPE,
            CREATOR_ID,
            CREATED_AT,
            UPDATED_AT);

    private static final Table<Record> GRANT = table(name("robot_grant"));
    private static final Field<Long> ROBOT_ID = field(name("robot_id"), Long.class);
    private static final Field<Long> PLACE = field(name("place"), Long.class);
    private static final Field<String> RIGHTS = field(name("rights"), String.class);

    private static final Listing.Order BY_NAME = new Listing.Order("name", false);

    private static final ListColumns LISTED = new ListColumns(ID)
            .number("id", ID)
            .uniqueText("name", NAME)
            .text("description", DESCRIPTION)
            .flag("disabled", DISABLED)
            .flag("disable", DISABLED)
            .number("duration", DURATION)
            .number("expires_at", EXPIRES_AT)
            .number("expiresat", EXPIRES_AT)
            .text("creator_type", CREATOR_TYPE)
            .number("creator_ref", CREATOR_ID)
            .time("creation_time", CREATED_AT)
            .time("update_time", UPDATED_AT);

    private static final Table<Record> TOTALS = table(name("robot_total"));
    private static final Field<Long> TOTAL = field(name("robot_total", "total"), Long.class);

    private static final Field<String> PROJECT_NAME = field(name("project_name"), String.class);
    private static final Field<Long> CHARACTERS = field(name("characters"), Long.class);
    private static final Field<Long> FOUND = field(name("found"), Long.class);

    /// The queries of lists without conditions, by what decides their text.
    private final Map<Object, KeptQuery> plain = new ConcurrentHashMap<>();

    private final KeptLookup grants = new KeptLookup(RobotTable::grantsOf);

    /// Takes the next number, and with it the lock under which robots come.
    long nextId(Transaction transaction) {
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID.plus(1)).execute();
        return transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
    }

    /// With what was granted to it.
    Optional<Robot> find(Transaction transaction, long id) {
        return first(transaction, ID.eq(id));
    }

    /// With what was granted to it.
    Optional<Robot> find(Transaction transaction, String name) {
        return first(transaction, NAME.eq(name));
    }

    private Optional<Robot> first(Transaction transaction, Condition condition) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(ROBOT)
                .where(condition)
                .fetchOptional(RobotTable::read)
                .map(robot ->
                        robot.with(granted(transaction, List.of(robot.id())).to(robot)));
    }

    Optional<Long> findId(Transaction transaction, String name) {
        return transaction.sql().select(ID).from(ROBOT).where(NAME.eq(name)).fetchOptional(ID);
    }

    /// How many robots of a project, or of the installation, `listing` finds in all its parts.
    long total(Transaction transaction, long project, Listing listing) {
        return transaction.sql().select(totalOf(project, listing)).fetchSingle(row -> row.value1());
    }

    /// What a condition finds is counted, in all robots of the project.
    private static Field<Long> totalOf(long project, Listing listing) {
        return LISTED.isAll(listing)
                ? coalesce(
                        field(select(TOTAL).from(TOTALS).where(PROJECT_ID.eq(project(project)))),
                        inline(0L))
                : field(select(count().cast(Long.class))
                        .from(ROBOT)
                        .where(PROJECT_ID.eq(project), LISTED.where(listing)));
    }

    private static Param<Long> project(long id) {
        return param("project", id);
    }

    /// A part of the robots of a project, or of the installation, by one statement; by
    /// name unless `listing` says otherwise, and without what was granted to them.
    /// Absent if there are none in it.
    ///
    /// @param total what decides from which end it is read
    Optional<Listing.Part<Robots.Listed>> list(
            Transaction transaction, long project, Listing listing, long total) {
        var way = ListColumns.Way.to(listing, total);
        if (way.isNowhere()) {
            return Optional.empty();
        }
        var query = LISTED.isPlain(listing, way)
                ? plain.computeIfAbsent(way.shape(), _ -> listed(project, listing, way))
                : listed(project, listing, way);
        var rows = query.fetch(transaction, Map.of("project", project, "skipped", way.skipped()));
        return rows.stream()
                .findFirst()
                .map(first -> new Listing.Part<>(
                        way.inOrder(rows).stream()
                                .map(row -> new Robots.Listed(read(row), row.get(CHARACTERS)))
                                .toList(),
                        first.get(FOUND)));
    }

    /// What was granted is measured outside of the part: inside, it would be for those
    /// as well that are passed before it.
    private static KeptQuery listed(long project, Listing listing, ListColumns.Way way) {
        var order = LISTED.order(listing, BY_NAME, way);
        var part = select(COLUMNS)
                .from(ROBOT)
                .where(PROJECT_ID.eq(project(project)), LISTED.where(listing))
                .orderBy(order)
                .limit(inline(way.rows()))
                .offset(param("skipped", 0L))
                .asTable(ROBOT);
        var characters = select(coalesce(sum(length(RIGHTS)), 0).cast(Long.class))
                .from(GRANT)
                .where(ROBOT_ID.eq(ID));
        return new KeptQuery(select(COLUMNS)
                .select(
                        field(characters).as(CHARACTERS),
                        totalOf(project, listing).as(FOUND))
                .from(part)
                .orderBy(order));
    }

    /// What was granted to some robots, by their numbers, and the names of the projects in it;
    /// those that are gone have none.
    record AllGranted(Map<Long, List<Granted>> byRobot, Map<Long, String> projectNames) {
        List<Granted> to(Robot robot) {
            return byRobot.getOrDefault(robot.id(), List.of());
        }
    }

    /// By one statement.
    AllGranted granted(Transaction transaction, Collection<Long> robots) {
        var byRobot = new HashMap<Long, List<Granted>>();
        var names = new HashMap<Long, String>();
        for (var row : grants.fetch(transaction, robots)) {
            long scope = row.get(PROJECT_ID);
            byRobot.computeIfAbsent(row.get(ROBOT_ID), _ -> new ArrayList<>())
                    .add(new Granted(scope, accesses(row.get(RIGHTS))));
            var projectName = row.get(PROJECT_NAME);
            if (projectName != null) {
                names.put(scope, projectName);
            }
        }
        return new AllGranted(byRobot, names);
    }

    private static KeptQuery grantsOf(List<Param<Long>> robots) {
        return new KeptQuery(select(
                        ROBOT_ID,
                        PROJECT_ID,
                        RIGHTS,
                        ProjectTable.nameOf(PROJECT_ID).as(PROJECT_NAME))
                .from(GRANT)
                .where(ROBOT_ID.in(robots))
                .orderBy(ROBOT_ID, PLACE));
    }

    void insert(Transaction transaction, Robot robot) {
        transaction
                .sql()
                .insertInto(ROBOT)
                .set(ID, robot.id())
                .set(PROJECT_ID, robot.projectId())
                .set(NAME, robot.name())
                .set(DESCRIPTION, robot.description())
                .set(SECRET_HASH, robot.secretHash())
                .set(SECRET_VERSION, robot.secretVersion())
                .set(DISABLED, robot.disabled())
                .set(DURATION, robot.durationDays())
                .set(EXPIRES_AT, robot.expiresAt())
                .set(CREATOR_TYPE, robot.creator().kind().word())
                .set(CREATOR_ID, robot.creator().id())
                .set(CREATED_AT, micros(robot.createdAt()))
                .set(UPDATED_AT, micros(robot.updatedAt()))
                .execute();
        transaction
                .sql()
                .insertInto(TOTALS, PROJECT_ID, TOTAL)
                .values(robot.projectId(), 1L)
                .onConflict(PROJECT_ID)
                .doUpdate()
                .set(TOTAL, TOTAL.plus(1))
                .execute();
        insertGranted(transaction, robot);
    }

    /// Makes the row what `robot` is now, but for its secret; false if it has gone meanwhile.
    boolean update(Transaction transaction, Robot robot) {
        int updated = transaction
                .sql()
                .update(ROBOT)
                .set(DESCRIPTION, robot.description())
                .set(DISABLED, robot.disabled())
                .set(DURATION, robot.durationDays())
                .set(EXPIRES_AT, robot.expiresAt())
                .set(UPDATED_AT, micros(robot.updatedAt()))
                .where(ID.eq(robot.id()))
                .execute();
        if (updated == 0) {
            return false;
        }
        transaction.sql().deleteFrom(GRANT).where(ROBOT_ID.eq(robot.id())).execute();
        insertGranted(transaction, robot);
        transaction.changed(TOPIC, key(robot.id()));
        return true;
    }

    /// False if the robot has gone meanwhile.
    boolean updateSecret(Transaction transaction, long id, String secretHash, Instant now) {
        int updated = transaction
                .sql()
                .update(ROBOT)
                .set(SECRET_HASH, secretHash)
                .set(SECRET_VERSION, SECRET_VERSION.plus(1))
                .set(UPDATED_AT, micros(now))
                .where(ID.eq(id))
                .execute();
        transaction.changed(TOPIC, key(id));
        return updated == 1;
    }

    /// False if the robot has gone meanwhile. Its row comes first, as in [#update]: who waits
    /// for the other waits there.
    boolean delete(Transaction transaction, Robot robot) {
        int deleted =
                transaction.sql().deleteFrom(ROBOT).where(ID.eq(robot.id())).execute();
        transaction.sql().deleteFrom(GRANT).where(ROBOT_ID.eq(robot.id())).execute();
        transaction
                .sql()
                .update(TOTALS)
                .set(TOTAL, TOTAL.minus(deleted))
                .where(PROJECT_ID.eq(robot.projectId()))
                .execute();
        transaction.changed(TOPIC, key(robot.id()));
        transaction.changed(NAME_TOPIC, robot.name());
        return deleted == 1;
    }

    /// The robots of a project, and what others were granted in it.
    void deleteAll(Transaction transaction, long project) {
        var ids = transaction
                .sql()
                .select(ID)
                .from(ROBOT)
                .where(PROJECT_ID.eq(project))
                .fetch(ID);
        if (!ids.isEmpty()) {
            transaction.sql().deleteFrom(GRANT).where(ROBOT_ID.in(ids)).execute();
            transaction.sql().deleteFrom(ROBOT).where(PROJECT_ID.eq(project)).execute();
            transaction.sql().deleteFrom(TOTALS).where(PROJECT_ID.eq(project)).execute();
            transaction.changed(TOPIC, EVERYTHING);
            transaction.changed(NAME_TOPIC, EVERYTHING);
        }
        // The number of the project is never given again, so what is cached allows nothing more.
        transaction.sql().deleteFrom(GRANT).where(PROJECT_ID.eq(project)).execute();
    }

    /// The key of a robot in caches.
    static String key(long id) {
        return Long.toString(id);
    }

    private static void insertGranted(Transaction transaction, Robot robot) {
        long place = 0;
        for (var granted : robot.granted()) {
            transaction
                    .sql()
                    .insertInto(GRANT)
                    .set(ROBOT_ID, robot.id())
                    .set(PROJECT_ID, granted.scope())
                    .set(PLACE, place++)
                    .set(RIGHTS, text(granted.accesses()))
                    .execute();
        }
    }

    private static String text(List<Access> accesses) {
        return accesses.stream().map(Access::toString).collect(Collectors.joining(" "));
    }

    private static List<Access> accesses(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Access::parse).toList();
    }

    private static Robot read(Record row) {
        return new Robot(
                row.get(ID),
                row.get(PROJECT_ID),
                row.get(NAME),
                row.get(DESCRIPTION),
                row.get(SECRET_HASH),
                row.get(SECRET_VERSION),
                row.get(DISABLED),
                row.get(DURATION),
                row.get(EXPIRES_AT),
                new Robot.Creator(
                        Robot.Creator.Kind.of(row.get(CREATOR_TYPE)), row.get(CREATOR_ID)),
                List.of(),
                Instant.EPOCH.plus(row.get(CREATED_AT), ChronoUnit.MICROS),
                Instant.EPOCH.plus(row.get(UPDATED_AT), ChronoUnit.MICROS));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
