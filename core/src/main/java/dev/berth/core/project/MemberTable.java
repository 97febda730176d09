package dev.berth.core.project;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import dev.berth.core.access.ProjectRights;
import dev.berth.core.access.Right;
import dev.berth.core.access.Role;
import dev.berth.platform.database.ListColumns;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of members. What is cached is announced under [#TOPIC] with [#key], also that there
/// is a new one, and under [#LIST_TOPIC] with [#listKey].
public final class MemberTable {
    static final String TOPIC = "project-member";
    static final String LIST_TOPIC = "project-members";

    private static final Table<Record> NUMBER = table(name("project_member_number"));
    private static final Field<Long> LAST_ID = field(name("last_id"), Long.class);

    private static final Table<Record> MEMBER = table(name("project_member"));
    private static final Field<Long> ID = field(name("id"), Long.class);
    private static final Field<Long> PROJECT_ID = field(name("project_id"), Long.class);
    private static final Field<Long> ACCOUNT_ID = field(name("account_id"), Long.class);
    private static final Field<String> ACCOUNT_NAME = field(name("account_name"), String.class);
    private static final Field<Long> ROLE = field(name("role"), Long.class);

    private static final List<Field<?>> COLUMNS =
            List.of(ID, PROJECT_ID, ACCOUNT_ID, ACCOUNT_NAME, ROLE);

    private static final Listing.Order BY_NAME = new Listing.Order("entity_name", false);
    private static final ListColumns LISTED = new ListColumns(ID).text("entity_name", ACCOUNT_NAME);

    /// The key of a role in caches.
    static String key(long project, long account) {
        return project + "/" + account;
    }

    /// The key of a project's members in caches.
    static String listKey(long project) {
        return Long.toString(project);
    }

    Optional<Role> findRole(Transaction transaction, long project, long account) {
        return transaction
                .sql()
                .select(ROLE)
                .from(MEMBER)
                .where(PROJECT_ID.eq(project), ACCOUNT_ID.eq(account))
                .fetchOptional(ROLE)
                .flatMap(Role::of);
    }

    /// True if the account has the role in any project.
    boolean isProjectAdmin(Transaction transaction, long account) {
        return transaction
                .sql()
                .fetchExists(selectOne()
                        .from(MEMBER)
                        .where(ACCOUNT_ID.eq(account), ROLE.eq(Role.PROJECT_ADMIN.id())));
    }

    Optional<Member> find(Transaction transaction, long project, long id) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(MEMBER)
                .where(ID.eq(id), PROJECT_ID.eq(project))
                .fetchOptional(MemberTable::read);
    }

    Optional<Member> findByAccount(Transaction transaction, long project, long account) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(MEMBER)
                .where(PROJECT_ID.eq(project), ACCOUNT_ID.eq(account))
                .fetchOptional(MemberTable::read);
    }

    /// How many members of a project `listing` finds in all its parts; counted, in all members of
    /// the project.
    long total(Transaction transaction, long project, Listing listing) {
        return transaction.sql().fetchCount(MEMBER, PROJECT_ID.eq(project), LISTED.where(listing));
    }

    /// A part of the members of a project, by name.
    ///
    /// @param total what [#total] says
    List<Member> list(Transaction transaction, long project, Listing listing, long total) {
        var found = transaction
                .sql()
                .select(COLUMNS)
                .from(MEMBER)
                .where(PROJECT_ID.eq(project))
                .and(LISTED.where(listing));
        return LISTED.part(found, listing, BY_NAME, total).stream()
                .map(MemberTable::read)
                .toList();
    }

    /// True if `listing` asks for members in the order of [#listAll], and leaves out none.
    static boolean isPlain(Listing listing) {
        return LISTED.isAll(listing) && listing.orderBy().isEmpty();
    }

    /// All members of a project, by name.
    List<Member> listAll(Transaction transaction, long project) {
        return transaction
                .sql()
                .select(COLUMNS)
                .from(MEMBER)
                .where(PROJECT_ID.eq(project))
                .orderBy(ACCOUNT_NAME, ID)
                .fetch(MemberTable::read);
    }

    /// How many members of a project have each role.
    Map<Role, Long> counts(Transaction transaction, long project) {
        var counts = new EnumMap<Role, Long>(Role.class);
        transaction
                .sql()
                .select(ROLE, count().cast(Long.class))
                .from(MEMBER)
                .where(PROJECT_ID.eq(project))
                .groupBy(ROLE)
                .forEach(row -> counts.put(role(row.value1()), row.value2()));
        return counts;
    }

    /// Adds a member; empty if the account is one.
    Optional<Member> insert(
            Transaction transaction, long project, long account, String accountName, Role role) {
        transaction.sql().update(NUMBER).set(LAST_ID, LAST_ID.plus(1)).execute();
        long id =
                transaction.sql().select(LAST_ID).from(NUMBER).fetchSingle(row -> row.get(LAST_ID));
        int inserted = transaction
                .sql()
                .insertInto(MEMBER)
                .set(ID, id)
                .set(PROJECT_ID, project)
                .set(ACCOUNT_ID, account)
                .set(ACCOUNT_NAME, accountName)
                .set(ROLE, role.id())
                .onConflict(PROJECT_ID, ACCOUNT_ID)
                .doNothing()
                .execute();
        changed(transaction, project, account);
        return inserted == 0
                ? Optional.empty()
                : Optional.of(new Member(id, project, account, accountName, role));
    }

    /// False if the member has gone meanwhile.
    boolean setRole(Transaction transaction, Member member, Role role) {
        int updated = transaction
                .sql()
                .update(MEMBER)
                .set(ROLE, role.id())
                .where(ID.eq(member.id()))
                .execute();
        changed(transaction, member.projectId(), member.accountId());
        return updated == 1;
    }

    /// False if the member has gone meanwhile.
    boolean delete(Transaction transaction, Member member) {
        int deleted =
                transaction.sql().deleteFrom(MEMBER).where(ID.eq(member.id())).execute();
        changed(transaction, member.projectId(), member.accountId());
        return deleted == 1;
    }

    /// Neither a project's nor an account's number is given again, so no role is announced.
    void deleteAll(Transaction transaction, long project) {
        transaction.sql().deleteFrom(MEMBER).where(PROJECT_ID.eq(project)).execute();
        transaction.changed(LIST_TOPIC, listKey(project));
    }

    /// As [#deleteAll], with the lists that the account was in.
    void deleteAllOf(Transaction transaction, long account) {
        var projects = transaction
                .sql()
                .select(PROJECT_ID)
                .from(MEMBER)
                .where(ACCOUNT_ID.eq(account))
                .fetch(PROJECT_ID);
        transaction.sql().deleteFrom(MEMBER).where(ACCOUNT_ID.eq(account)).execute();
        projects.forEach(project -> transaction.changed(LIST_TOPIC, listKey(project)));
    }

    private static void changed(Transaction transaction, long project, long account) {
        transaction.changed(TOPIC, key(project, account));
        transaction.changed(LIST_TOPIC, listKey(project));
    }

    /// The role of an account in a project; for other tables.
    static Field<Long> roleOf(Field<Long> project, Field<Long> account) {
        return field(
                select(ROLE).from(MEMBER).where(PROJECT_ID.eq(project), ACCOUNT_ID.eq(account)));
    }

    /// The numbers of the projects that an account belongs to; for other tables.
    static Select<Record1<Long>> projectsOf(Field<Long> account) {
        return select(PROJECT_ID).from(MEMBER).where(ACCOUNT_ID.eq(account));
    }

    /// The numbers of the projects in which the role of the account allows `right`; for
    /// other tables.
    public static Select<Record1<Long>> projectsOf(long account, Right right) {
        var roles = Arrays.stream(Role.values())
                .filter(role -> ProjectRights.of(role).contains(right))
                .map(Role::id)
                .toList();
        return select(PROJECT_ID).from(MEMBER).where(ACCOUNT_ID.eq(account), ROLE.in(roles));
    }

    private static Member read(Record row) {
        return new Member(
                row.get(ID),
                row.get(PROJECT_ID),
                row.get(ACCOUNT_ID),
                row.get(ACCOUNT_NAME),
                role(row.get(ROLE)));
    }

    private static Role role(long id) {
        return Role.of(id).orElseThrow(() -> new IllegalStateException("there is no role " + id));
    }
}
