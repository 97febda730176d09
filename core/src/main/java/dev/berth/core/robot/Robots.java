package dev.berth.core.robot;

import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.password.PasswordRules;
import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.PasswordShape;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectPolicy;
import dev.berth.core.project.Projects;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotDraft.Wanted;
import dev.berth.core.session.Caller;
import dev.berth.jobs.event.EventType;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.PartReader;
import dev.berth.platform.database.Transaction;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All robots.
///
/// - A change counts at the next request, in every process.
/// - Refusals are [HarborException]s; nothing has changed then. Too many secrets being hashed at
///   the moment is an [HttpException].
public final class Robots {
    private static final Logger log = LoggerFactory.getLogger(Robots.class);
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

    /// More does not fit into Basic credentials.
    private static final int SHOWN_NAME_CHARACTERS_MAX = 255;

    private static final Right LIST_METADATA = Right.of("metadata:list");
    private static final Right READ_METADATA = Right.of("metadata:read");

    private final Database database;
    private final PasswordHashes hashes;
    private final Projects projects;
    private final ProjectPolicy policy;
    private final RobotRules rules;
    private final Outbox outbox;
    private final Clock clock;
    private final RobotTable table = new RobotTable();
    private final PartReader parts;

    Robots(
            Database database,
            PasswordHashes hashes,
            Projects projects,
            ProjectPolicy policy,
            RobotRules rules,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.parts = new PartReader(database);
        this.hashes = hashes;
        this.projects = projects;
        this.policy = policy;
        this.rules = rules;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// A robot as it is shown: its name with the prefix, and scopes by the names of projects. What
    /// was granted in a project that is gone is not there.
    public record Shown(Robot robot, String name, List<Wanted> granted) {
        public Shown {
            granted = List.copyOf(granted);
        }
    }

    /// A robot without what was granted to it, and how many characters that has.
    public record Listed(Robot robot, long grantedCharacters) {}

    /// A new robot, and what it logs in with.
    public record Made(Shown shown, Secret secret) {}

    /// The robot with this number.
    public Optional<Robot> find(long id) {
        return database.read(transaction -> table.find(transaction, id));
    }

    /// The robot that logs in with this name, whether it may or not.
    public Optional<Robot> findByLogin(String login) {
        var prefix = rules.namePrefix();
        return login.startsWith(prefix)
                ? database.read(
                        transaction -> table.find(transaction, login.substring(prefix.length())))
                : Optional.empty();
    }

    /// The robot with this name, written with the prefix or without it.
    public Optional<Robot> findNamed(String name) {
        return findByLogin(name)
                .or(() -> database.read(transaction -> table.find(transaction, name)));
    }

    /// How it is shown.
    public Shown show(Robot robot) {
        var names = database.read(transaction -> names(transaction, robot.granted()));
        return show(robot, robot.granted(), names);
    }

    /// How it is shown without what was granted to it.
    Shown showAlone(Robot robot) {
        return new Shown(robot, shown(robot.name()), List.of());
    }

    /// A part of the robots of a project, or of the installation; by name unless `listing` says
    /// otherwise, and without what was granted to them ([#showAll]).
    ///
    /// @param project [Robot#OF_SYSTEM] for those of the installation
    public Listing.Part<Listed> list(long project, Listing listing) {
        return parts.read(List.of(project, listing.where()), listing, new PartReader.Rows<>() {
            @Override
            public long total(Transaction transaction) {
                return table.total(transaction, project, listing);
            }

            @Override
            public Optional<Listing.Part<Listed>> part(Transaction transaction, long total) {
                return table.list(transaction, project, listing, total);
            }
        });
    }

    /// These robots with what was granted to them, by their numbers.
    public Map<Long, Shown> showAll(Collection<Robot> robots) {
        var ids = robots.stream().map(Robot::id).toList();
        var all = database.query(transaction -> table.granted(transaction, ids));
        var shown = new HashMap<Long, Shown>();
        for (var robot : robots) {
            shown.put(robot.id(), show(robot, all.to(robot), all.projectNames()));
        }
        return shown;
    }

    /// Makes a robot with a secret of its own making.
    public Made create(RobotDraft draft, Author author) throws InterruptedException {
        var secret = RobotSecret.random();
        return create(draft, secret, author);
    }

    /// As the other, with a secret that somebody chose.
    public Made create(RobotDraft draft, Secret secret, Author author) throws InterruptedException {
        var hash = hash(draft.name(), secret);
        var made = database.write(transaction -> {
            long id = table.nextId(transaction);
            var granted = grant(transaction, draft, author);
            long project = draft.level() == Level.SYSTEM
                    ? Robot.OF_SYSTEM
                    : granted.getFirst().scope();
            var name = draft.level() == Level.SYSTEM
                    ? draft.name()
                    : draft.project() + "+" + draft.name();
            requireFree(transaction, name);
            var now = clock.instant();
            long days = days(draft.durationDays());
            var robot = new Robot(
                    id,
                    project,
                    name,
                    draft.description(),
                    hash,
                    1,
                    false,
                    days,
                    Robot.expiresAt(now, days),
                    author.creator(),
                    granted,
                    now,
                    now);
            table.insert(transaction, robot);
            tell(
                    transaction,
                    author,
                    RobotEvents.CREATED,
                    new RobotCreated(id, shown(name), project));
            return show(robot, granted, names(transaction, granted));
        });
        log.atInfo().addKeyValue("robot", made.name()).log("robot created");
        return new Made(made, secret);
    }

    private void requireFree(Transaction transaction, String name) {
        if (shown(name).length() > SHOWN_NAME_CHARACTERS_MAX) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "a robot's name has at most %d characters, %s among them"
                            .formatted(SHOWN_NAME_CHARACTERS_MAX, shown("")));
        }
        if (table.findId(transaction, name).isPresent()) {
            throw new HarborException(
                    ErrorCode.CONFLICT, "there is already a robot " + shown(name));
        }
    }

    /// Makes a robot what the draft says; its name, level and project stay.
    ///
    /// @param disabled whether it may not log in
    public void update(long id, RobotDraft draft, boolean disabled, Author author) {
        var updated = database.write(transaction -> {
            var before = require(transaction, id);
            requireSame(before, draft);
            var granted = grant(transaction, draft, author);
            long days = days(draft.durationDays());
            var after = new Robot(
                    id,
                    before.projectId(),
                    before.name(),
                    draft.description(),
                    before.secretHash(),
                    before.secretVersion(),
                    disabled,
                    days,
                    days == before.durationDays()
                            ? before.expiresAt()
                            : Robot.expiresAt(before.createdAt(), days),
                    before.creator(),
                    granted,
                    before.createdAt(),
                    clock.instant());
            if (!table.update(transaction, after)) {
                throw absent(id);
            }
            tellUpdated(transaction, author, after);
            return after;
        });
        log.atInfo().addKeyValue("robot", shown(updated.name())).log("robot changed");
    }

    private void requireSame(Robot before, RobotDraft draft) {
        boolean sameLevel = before.isOfSystem() == (draft.level() == Level.SYSTEM);
        if (!sameLevel || !draft.name().equals(shown(before.name()))) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "cannot update the level or name of robot: send them as they are, "
                            + shown(before.name()));
        }
        if (!before.isOfSystem() && !before.name().startsWith(draft.project() + "+")) {
            throw new HarborException(ErrorCode.BAD_REQUEST, "cannot update the project of robot");
        }
    }

    /// Gives a robot a new secret of our making; the old one and all tokens are refused from now
    /// on.
    public Secret refresh(long id, Author author) throws InterruptedException {
        var secret = RobotSecret.random();
        refresh(id, secret, author);
        return secret;
    }

    /// As the other, with a secret that somebody chose.
    public void refresh(long id, Secret secret, Author author) throws InterruptedException {
        var hash = hash("", secret);
        var refreshed = database.write(transaction -> {
            var robot = require(transaction, id);
            if (!table.updateSecret(transaction, id, hash, clock.instant())) {
                throw absent(id);
            }
            tellUpdated(transaction, author, robot);
            return robot;
        });
        log.atInfo().addKeyValue("robot", shown(refreshed.name())).log("secret of robot changed");
    }

    /// Removes a robot; its tokens are worth nothing from now on.
    public void delete(long id, Author author) {
        var deleted = database.write(transaction -> {
            var robot = require(transaction, id);
            if (!table.delete(transaction, robot)) {
                throw absent(id);
            }
            tell(
                    transaction,
                    author,
                    RobotEvents.DELETED,
                    new RobotDeleted(id, shown(robot.name()), robot.projectId()));
            return robot;
        });
        log.atInfo().addKeyValue("robot", shown(deleted.name())).log("robot deleted");
    }

    private Robot require(Transaction transaction, long id) {
        return table.find(transaction, id).orElseThrow(() -> absent(id));
    }

    private static HarborException absent(long id) {
        return new HarborException(ErrorCode.NOT_FOUND, "there is no robot with the number " + id);
    }

    /// What the draft wants, if its author has it to give.
    private List<Granted> grant(Transaction transaction, RobotDraft draft, Author author) {
        var granted = new ArrayList<Granted>();
        for (var wanted : draft.wanted()) {
            granted.add(
                    switch (wanted.namespace()) {
                        case Wanted.SYSTEM -> new Granted(Granted.SYSTEM, wanted.accesses());
                        case Wanted.ALL_PROJECTS ->
                            new Granted(Granted.ALL_PROJECTS, wanted.accesses());
                        default -> inProject(transaction, wanted, author.caller());
                    });
        }
        if (author.caller() instanceof Caller.Robot robot
                && !robot.grants().cover(Robot.grants(granted, draft.level() == Level.SYSTEM))) {
            throw beyond();
        }
        return granted;
    }

    private Granted inProject(Transaction transaction, Wanted wanted, Caller.Known author) {
        var project = projects.hold(transaction, wanted.namespace());
        if (author.isAdministrator()) {
            return new Granted(
                    project.orElseThrow(() -> new HarborException(
                                    ErrorCode.NOT_FOUND,
                                    "there is no project " + wanted.namespace()))
                            .id(),
                    wanted.accesses());
        }
        // What is not there and what is not theirs are one refusal.
        var own = project.filter(found -> wanted.accesses().stream()
                        .allMatch(access -> holds(author, found, access.right())))
                .orElseThrow(Robots::beyond);
        return new Granted(own.id(), wanted.accesses());
    }

    /// Who may read metadata one by one sees no more in a list of them, which no role has.
    private boolean holds(Caller.Known author, Project project, Right right) {
        var needed = right.equals(LIST_METADATA) && author instanceof Caller.User
                ? READ_METADATA
                : right;
        return policy.allows(author, project, needed);
    }

    private static HarborException beyond() {
        return new HarborException(new HarborError(
                ErrorCode.DENIED, "nobody grants a robot more than they may do themselves"));
    }

    private long days(long asked) {
        return asked == RobotDraft.BY_DEFAULT
                ? Math.min(rules.durationDays(), RobotDraft.DAYS_MAX)
                : asked;
    }

    private String hash(String name, Secret secret) throws InterruptedException {
        PasswordShape.require(secret);
        PasswordRules.refusal(name, secret).ifPresent(refusal -> {
            throw new HarborException(ErrorCode.BAD_REQUEST, refusal);
        });
        var slot = hashes.tryOpen()
                .orElseThrow(() -> new HttpException(new HttpProblem.Unavailable(
                        "too many secrets are hashed at this moment; try again", RETRY_WHEN_BUSY)));
        try (var opened = slot) {
            return opened.hash(secret);
        }
    }

    private void tellUpdated(Transaction transaction, Author author, Robot robot) {
        tell(
                transaction,
                author,
                RobotEvents.UPDATED,
                new RobotUpdated(robot.id(), shown(robot.name()), robot.projectId()));
    }

    private <E extends Record> void tell(
            Transaction transaction, Author author, EventType<E> type, E what) {
        outbox.append(transaction, author.name(), type, what);
    }

    /// The name with the prefix that all have now.
    private String shown(String name) {
        return rules.namePrefix() + name;
    }

    private Shown show(Robot robot, List<Granted> granted, Map<Long, String> names) {
        var shown = new ArrayList<Wanted>();
        for (var each : granted) {
            var namespace = each.scope() == Granted.SYSTEM
                    ? Optional.of(Wanted.SYSTEM)
                    : each.scope() == Granted.ALL_PROJECTS
                            ? Optional.of(Wanted.ALL_PROJECTS)
                            : Optional.ofNullable(names.get(each.scope()));
            namespace.ifPresent(name -> shown.add(new Wanted(name, each.accesses())));
        }
        return new Shown(robot, shown(robot.name()), shown);
    }

    private Map<Long, String> names(Transaction transaction, Collection<Granted> granted) {
        var ids = granted.stream()
                .map(Granted::scope)
                .filter(scope -> scope > 0)
                .distinct()
                .toList();
        return ids.isEmpty() ? Map.of() : projects.names(transaction, ids);
    }
}
