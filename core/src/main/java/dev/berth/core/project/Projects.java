package dev.berth.core.project;

import dev.berth.auth.account.Account;
import dev.berth.core.access.Role;
import dev.berth.core.allowlist.Allowlist;
import dev.berth.core.allowlist.Allowlists;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.session.Caller;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.PartReader;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.OwnedTable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All projects.
///
/// - Looking one up by name costs no SQL while it is in the cache, and is exact. So does
///   looking for one that is not there: the time tells nobody what they may not see.
/// - Every change is an event with the name of who makes it: see [#by].
/// - Refusals are [HarborException]s; nothing has changed then.
public final class Projects {
    private static final Logger log = LoggerFactory.getLogger(Projects.class);
    private static final long CACHED_MAX = 10_000;

    private final Database database;
    private final Members members;
    private final ProjectEvents events;
    private final Allowlists allowlists;
    private final List<Departure> departures;
    private final Clock clock;
    private final ProjectTable table;
    private final ExactCache<Look> byName;
    private final PartReader parts;

    Projects(
            Database database,
            Members members,
            Allowlists allowlists,
            List<Departure> departures,
            ProjectEvents events,
            Clock clock) {
        this.database = database;
        this.members = members;
        this.events = events;
        this.allowlists = allowlists;
        this.departures = List.copyOf(departures);
        this.clock = clock;
        this.table = new ProjectTable();
        this.byName = database.cache(ProjectTable.TOPIC, CACHED_MAX);
        this.parts = new PartReader(database);
    }

    private Projects(Projects same, ProjectEvents events) {
        this.database = same.database;
        this.members = same.members;
        this.events = events;
        this.allowlists = same.allowlists;
        this.departures = same.departures;
        this.clock = same.clock;
        this.table = same.table;
        this.byName = same.byName;
        this.parts = same.parts;
    }

    /// The same projects, as changed by somebody with this name; empty for a stranger.
    public Projects by(String name) {
        return new Projects(this, events.by(name));
    }

    /// What looking for a name has come to.
    private record Look(Optional<Project> project) {}

    public Optional<Project> find(String name) {
        return byName.find(name, this::look).flatMap(Look::project);
    }

    /// A text that is no name is not looked for, and not remembered.
    private Optional<Look> look(String name) {
        return ProjectName.isOne(name)
                ? Optional.of(new Look(database.read(transaction -> table.find(transaction, name))))
                : Optional.empty();
    }

    /// The project of this name.
    public Project require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new HarborException(ErrorCode.NOT_FOUND, "there is no project " + name));
    }

    /// The project of this name, which does not go until the transaction ends: for what must not
    /// outlive it.
    public Optional<Project> hold(Transaction transaction, String name) {
        return table.hold(transaction, name).flatMap(id -> table.find(transaction, id));
    }

    /// The names of those of these projects that are there, by their numbers.
    public Map<Long, String> names(Transaction transaction, Collection<Long> ids) {
        return table.names(transaction, ids);
    }

    /// The project to which a repository of this name belongs.
    Optional<Project> findOfRepository(String repository) {
        return find(ProjectName.partOf(repository));
    }

    /// The project with this number; read from the database.
    public Optional<Project> find(long id) {
        return database.read(transaction -> table.find(transaction, id));
    }

    /// A part of the projects that the caller sees; by name unless `listing` says
    /// otherwise.
    public Listing.Part<ListedProject> list(Caller caller, Listing listing) {
        return list(Visible.to(caller), viewer(caller), listing);
    }

    /// A part of all projects, with nobody's role in them.
    public Listing.Part<ListedProject> listAll(Listing listing) {
        return list(new Visible.All(), 0, listing);
    }

    private Listing.Part<ListedProject> list(Visible visible, long viewer, Listing listing) {
        return parts.read(List.of(visible, listing.where()), listing, new PartReader.Rows<>() {
            @Override
            public long total(Transaction transaction) {
                return table.total(transaction, visible, listing);
            }

            @Override
            public Optional<Listing.Part<ListedProject>> part(Transaction transaction, long total) {
                return table.list(transaction, visible, viewer, listing, total);
            }
        });
    }

    /// At most `limit` projects that the caller sees and that have `part` in their
    /// names.
    public List<ListedProject> search(Caller caller, String part, int limit) {
        return database.query(transaction ->
                table.search(transaction, Visible.to(caller), viewer(caller), part, limit));
    }

    /// The number of the account whose role in projects is told; 0 for none.
    private static long viewer(Caller caller) {
        return caller instanceof Caller.User(var account) ? account.id() : 0;
    }

    /// Makes a project, of which its owner is the first member.
    public Project create(NewProject asked, Account owner) {
        var created = database.write(transaction -> {
            table.lock(transaction);
            if (table.find(transaction, asked.name().text()).isPresent()) {
                throw new HarborException(
                        ErrorCode.CONFLICT,
                        "The project named " + asked.name() + " already exists");
            }
            members.requireThere(transaction, owner);
            return insert(transaction, table.nextId(transaction), asked, Owner.of(owner));
        });
        log.atInfo()
                .addKeyValue("project", created.name())
                .addKeyValue("public", created.isPublic())
                .log("project created");
        return created;
    }

    /// Who owns a project.
    record Owner(long id, String name) {
        static Owner of(Account account) {
            return new Owner(account.id(), account.name().text());
        }
    }

    /// As [#create], under the lock and with the number of the caller.
    Project insert(Transaction transaction, long id, NewProject asked, Owner owner) {
        var now = clock.instant();
        var project = new Project(
                id,
                asked.name(),
                owner.id(),
                owner.name(),
                asked.isPublic(),
                asked.metadata(),
                asked.storageLimit(),
                now,
                now);
        table.insert(transaction, project);
        var _ = members.insert(transaction, id, owner.id(), owner.name(), Role.PROJECT_ADMIN);
        asked.allowlist().ifPresent(list -> allowlists.put(transaction, id, list));
        events.happened(transaction, new ProjectChange.Created(id, asked.name().text()));
        return project;
    }

    /// Opens the project to everybody, or closes it.
    public void setPublic(long id, boolean isPublic) {
        update(
                id,
                Map.of(Metadata.PUBLIC, Boolean.toString(isPublic)),
                Optional.empty(),
                Optional.empty());
    }

    /// Changes what is said about a project: the metadata that is named, `public` among it, and
    /// where they are given the list and the limit.
    public void update(
            long id,
            Map<String, String> metadata,
            Optional<Allowlist> allowlist,
            Optional<Long> storageLimit) {
        var updated = database.write(transaction -> {
            table.lock(transaction);
            var project = requireLocked(transaction, id);
            metadata.forEach((name, value) -> putMetadata(transaction, project, name, value));
            allowlist.ifPresent(list -> allowlists.put(transaction, id, list));
            storageLimit.ifPresent(bytes -> table.setStorageLimit(transaction, project, bytes));
            updated(transaction, project);
            return project;
        });
        log.atInfo()
                .addKeyValue("project", updated.name())
                .addKeyValue("metadata", metadata)
                .log("project changed");
    }

    /// Says something about a project that is not said yet; a conflict if it is.
    void addMetadata(long id, String name, String value) {
        var updated = database.write(transaction -> {
            table.lock(transaction);
            var project = requireLocked(transaction, id);
            if (project.shownMetadata().containsKey(name)) {
                throw new HarborException(
                        ErrorCode.CONFLICT, "the project has " + name + " already");
            }
            putMetadata(transaction, project, name, value);
            updated(transaction, project);
            return project;
        });
        log.atInfo()
                .addKeyValue("project", updated.name())
                .addKeyValue("metadata", Map.of(name, value))
                .log("project changed");
    }

    private void updated(Transaction transaction, Project project) {
        table.setUpdated(transaction, project, clock.instant());
        var change = new ProjectChange.Updated(project.id(), project.name().text());
        events.happened(transaction, change);
    }

    private void putMetadata(Transaction transaction, Project project, String name, String value) {
        if (name.equals(Metadata.PUBLIC)) {
            table.setPublic(transaction, project, Boolean.parseBoolean(value));
        } else {
            table.putMetadata(transaction, project, name, value);
        }
    }

    /// Forgets one of its metadata; a project of which `public` is not said is private.
    void removeMetadata(long id, String name) {
        database.write(transaction -> {
            table.lock(transaction);
            var project = requireLocked(transaction, id);
            if (name.equals(Metadata.PUBLIC)) {
                table.setPublic(transaction, project, false);
            } else {
                table.deleteMetadata(transaction, project, name);
            }
            updated(transaction, project);
            return project;
        });
    }

    /// Port: takes a project out of what belongs to it, in the transaction that removes it.
    @FunctionalInterface
    public interface Departure {
        void left(Transaction transaction, long projectId);
    }

    /// Removes a project, with its members; refused while a repository of it has a manifest.
    ///
    /// A push that would make one waits for this, or this for it: [ProjectOwners] holds the row
    /// too. Blobs without a manifest are garbage then.
    public void delete(long id) {
        var deleted = database.write(transaction -> {
            table.lock(transaction);
            var project = requireLocked(transaction, id);
            undeletable(transaction, project).ifPresent(reason -> {
                throw new HarborException(ErrorCode.PRECONDITION, reason);
            });
            OwnedTable.abandon(
                    transaction, id, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
            members.removeAll(transaction, id);
            allowlists.remove(transaction, id);
            departures.forEach(departure -> departure.left(transaction, id));
            table.delete(transaction, project);
            events.happened(
                    transaction, new ProjectChange.Deleted(id, project.name().text()));
            return project;
        });
        log.atInfo().addKeyValue("project", deleted.name()).log("project deleted");
    }

    /// Why the project cannot be deleted now; empty if it can.
    Optional<String> undeletable(Project project) {
        return database.read(transaction -> undeletable(transaction, project));
    }

    private static Optional<String> undeletable(Transaction transaction, Project project) {
        return OwnedTable.repositories(transaction, List.of(project.id())).isEmpty()
                ? Optional.empty()
                : Optional.of("the project contains repositories, can not be deleted");
    }

    private Project requireLocked(Transaction transaction, long id) {
        return table.findLocked(transaction, id)
                .orElseThrow(() -> new HarborException(
                        ErrorCode.NOT_FOUND, "there is no project with the number " + id));
    }
}
