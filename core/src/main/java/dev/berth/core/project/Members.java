package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.Role;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who belongs to which project, and as what.
///
/// - Looking up a role costs no SQL while it is in the cache, and is exact: what is taken away is
///   gone at the next look, in every process. So does finding that there is none, and a page
///   of a project's members, where it has no more than [#LISTED_MAX].
/// - Every change of a member is an event with the name of who makes it: see [#by].
/// - Refusals are [HarborException]s.
public final class Members implements Accounts.Departure {
    private static final Logger log = LoggerFactory.getLogger(Members.class);
    private static final long CACHED_MAX = 50_000;
    private static final int LISTED_MAX = 5_000;
    private static final long LISTED_BYTES_MAX = 8L * 1024 * 1024;

    private final Database database;
    private final MemberTable table = new MemberTable();
    private final ProjectTable projects = new ProjectTable();
    private final ExactCache<Standing> roles;
    private final ExactCache<Everybody> everybody;
    private final ProjectEvents events;

    Members(Database database, ProjectEvents events) {
        this.database = database;
        this.roles = database.cache(MemberTable.TOPIC, CACHED_MAX);
        this.everybody = database.cache(MemberTable.LIST_TOPIC, LISTED_BYTES_MAX, Everybody::bytes);
        this.events = events;
    }

    private Members(Members same, ProjectEvents events) {
        this.database = same.database;
        this.roles = same.roles;
        this.everybody = same.everybody;
        this.events = events;
    }

    /// The same members, as changed by somebody with this name; empty for a stranger.
    public Members by(String name) {
        return new Members(this, events.by(name));
    }

    /// What an account is in a project, or that it does not belong to it.
    private record Standing(Optional<Role> role) {}

    /// What the account is in the project; empty if it does not belong to it.
    public Optional<Role> findRole(long project, long account) {
        return roles.find(
                        MemberTable.key(project, account),
                        _ -> Optional.of(readStanding(project, account)))
                .flatMap(Standing::role);
    }

    private Standing readStanding(long project, long account) {
        return new Standing(
                database.read(transaction -> table.findRole(transaction, project, account)));
    }

    /// True if the account is an administrator of any project; read from the database.
    public boolean isProjectAdmin(Account account) {
        return database.read(transaction -> table.isProjectAdmin(transaction, account.id()));
    }

    /// How many members have each role.
    Map<Role, Long> counts(Transaction transaction, long project) {
        return table.counts(transaction, project);
    }

    /// A part of the members of a project, by name; `entity_name` can be asked for.
    public Listing.Part<Member> list(long project, Listing listing) {
        if (MemberTable.isPlain(listing)) {
            var all = everybody.find(
                    MemberTable.listKey(project), _ -> Optional.of(readEverybody(project)));
            if (all.isPresent() && all.get().complete()) {
                return all.get().part(listing);
            }
        }
        return readPart(project, listing);
    }

    /// The members of a project, by name; none and not `complete` where there are too many.
    private record Everybody(List<Member> members, boolean complete) {
        private static final int BYTES_PER_LIST = 256;
        private static final int BYTES_PER_MEMBER = 128;

        Listing.Part<Member> part(Listing listing) {
            int from = (int) Math.min(listing.offset(), members.size());
            int to = (int) Math.min(from + (long) listing.rowsMax(), members.size());
            return new Listing.Part<>(members.subList(from, to), members.size());
        }

        int bytes() {
            return BYTES_PER_LIST
                    + members.stream()
                            .mapToInt(member ->
                                    BYTES_PER_MEMBER + member.accountName().length())
                            .sum();
        }
    }

    private Everybody readEverybody(long project) {
        return database.read(transaction -> {
            var all = new Listing(List.of(), List.of(), 0, 1);
            return table.total(transaction, project, all) > LISTED_MAX
                    ? new Everybody(List.of(), false)
                    : new Everybody(List.copyOf(table.listAll(transaction, project)), true);
        });
    }

    private Listing.Part<Member> readPart(long project, Listing listing) {
        return database.read(transaction -> {
            long total = table.total(transaction, project, listing);
            return new Listing.Part<>(table.list(transaction, project, listing, total), total);
        });
    }

    /// The member of this project with this number.
    public Member require(long project, long id) {
        return database.read(transaction -> require(transaction, project, id));
    }

    private Member require(Transaction transaction, long project, long id) {
        return table.find(transaction, project, id).orElseThrow(() -> absent(id));
    }

    private static HarborException absent(long id) {
        return new HarborException(
                ErrorCode.NOT_FOUND, "the project has no member with the number " + id);
    }

    /// What an account is in a project, if it belongs to it; read from the database.
    public Optional<Member> findOf(Project project, Account account) {
        return database.read(
                transaction -> table.findByAccount(transaction, project.id(), account.id()));
    }

    /// As [#findOf], where it must belong to it.
    public Member requireOf(Project project, Account account) {
        return findOf(project, account)
                .orElseThrow(() -> new HarborException(
                        ErrorCode.NOT_FOUND,
                        account.name() + " is no member of " + project.name()));
    }

    /// Adds an account; a conflict if it is a member.
    public Member add(Project project, Account account, Role role) {
        var added = database.write(transaction -> {
            requireThere(transaction, project);
            requireThere(transaction, account);
            var member = insert(transaction, project.id(), account, role)
                    .orElseThrow(() -> new HarborException(
                            ErrorCode.CONFLICT,
                            account.name() + " is a member of " + project.name() + " already"));
            events.happened(
                    transaction,
                    new MemberChange.Added(
                            project.id(), project.name().text(), member.accountName()));
            return member;
        });
        told("member added", project, added, role);
        return added;
    }

    /// It may have gone since it was looked up, and stays until the transaction ends.
    private void requireThere(Transaction transaction, Project project) {
        var there = projects.hold(transaction, project.name().text());
        if (there.filter(id -> id == project.id()).isEmpty()) {
            throw new HarborException(ErrorCode.NOT_FOUND, "there is no project " + project.name());
        }
    }

    /// As [#requireThere(Transaction, Project)].
    void requireThere(Transaction transaction, Account account) {
        if (!Accounts.hold(transaction, account.id())) {
            throw new HarborException(ErrorCode.NOT_FOUND, "there is no user " + account.name());
        }
    }

    /// As [#add], in a transaction of the caller's; empty if the account is a member.
    Optional<Member> insert(Transaction transaction, long project, Account account, Role role) {
        return insert(transaction, project, account.id(), account.name().text(), role);
    }

    Optional<Member> insert(
            Transaction transaction, long project, long account, String name, Role role) {
        return table.insert(transaction, project, account, name, role);
    }

    /// Makes a member more than it is; leaves one that is as much or more.
    void raise(Transaction transaction, Project project, Account account, Role role) {
        table.findByAccount(transaction, project.id(), account.id())
                .filter(member -> role.compareTo(member.role()) < 0)
                .ifPresent(member -> table.setRole(transaction, member, role));
    }

    /// Makes a member something else.
    public void setRole(Project project, long id, Role role) {
        var changed = database.write(transaction -> {
            var member = require(transaction, project.id(), id);
            if (!table.setRole(transaction, member, role)) {
                throw absent(id);
            }
            events.happened(
                    transaction,
                    new MemberChange.Updated(
                            project.id(), project.name().text(), member.accountName()));
            return member;
        });
        told("member has another role", project, changed, role);
    }

    /// Takes a member out.
    public void remove(Project project, long id) {
        var removed = database.write(transaction -> {
            var member = require(transaction, project.id(), id);
            if (!table.delete(transaction, member)) {
                throw absent(id);
            }
            events.happened(
                    transaction,
                    new MemberChange.Removed(
                            project.id(), project.name().text(), member.accountName()));
            return member;
        });
        told("member removed", project, removed, removed.role());
    }

    /// The project goes, and all its members with it.
    void removeAll(Transaction transaction, long project) {
        table.deleteAll(transaction, project);
    }

    @Override
    public void left(Transaction transaction, long accountId) {
        table.deleteAllOf(transaction, accountId);
    }

    private static void told(String what, Project project, Member member, Role role) {
        log.atInfo()
                .addKeyValue("project", project.name())
                .addKeyValue("account", member.accountName())
                .addKeyValue("role", role.word())
                .log(what);
    }
}
