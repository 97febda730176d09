package dev.berth.core.robot;

import dev.berth.auth.Principal;
import dev.berth.auth.robot.RobotDirectory;
import dev.berth.core.access.Grants;
import dev.berth.core.access.RobotGrants;
import dev.berth.core.project.Projects;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Transaction;

import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which robots may log in now, and what they may do.
///
/// *What it costs.* Two look-ups in exact caches for a log-in, one for each question after it.
public final class RobotKeys implements RobotDirectory, RobotGrants, Projects.Departure {
    private static final long CACHED_BYTES_MAX = 32L * 1024 * 1024;
    private static final long CACHED_NAMES_MAX = 50_000;

    /// Roughly: what is worth a look.
    private static final Pattern NAME = Pattern.compile("[a-z0-9._+-]{1,255}");

    private static final int BYTES_PER_ROBOT = 1024;
    private static final int BYTES_PER_RIGHT = 128;

    private final Database database;
    private final RobotRules rules;
    private final Clock clock;
    private final RobotTable table = new RobotTable();
    private final ExactCache<Key> byId;
    private final ExactCache<Long> idByName;

    public RobotKeys(Database database, RobotRules rules, Clock clock) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
        this.byId = database.cache(RobotTable.TOPIC, CACHED_BYTES_MAX, Key::bytes);
        this.idByName = database.cache(RobotTable.NAME_TOPIC, CACHED_NAMES_MAX);
    }

    /// A robot, and what its grants come to.
    private record Key(Robot robot, Grants grants) {
        static Key of(Robot robot) {
            return new Key(robot, robot.grants());
        }

        int bytes() {
            int rights = robot.granted().stream()
                    .mapToInt(granted -> granted.accesses().size())
                    .sum();
            return BYTES_PER_ROBOT + BYTES_PER_RIGHT * rights;
        }
    }

    @Override
    public Optional<dev.berth.auth.robot.Robot> findByLogin(String login) {
        var prefix = rules.namePrefix();
        if (!login.startsWith(prefix)) {
            return Optional.empty();
        }
        var name = login.substring(prefix.length());
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return idByName.find(
                        name, key -> database.read(transaction -> table.findId(transaction, key)))
                .flatMap(this::findUsable)
                .filter(key -> key.robot().name().equals(name))
                .map(key -> known(key.robot(), login));
    }

    @Override
    public Optional<dev.berth.auth.robot.Robot> find(long id) {
        return findUsable(id)
                .map(key -> known(key.robot(), rules.namePrefix() + key.robot().name()));
    }

    @Override
    public Optional<Grants> findGrants(long robotId) {
        return findUsable(robotId).map(Key::grants);
    }

    private Optional<Key> findUsable(long id) {
        return byId.find(
                        RobotTable.key(id),
                        _ -> database.read(transaction -> table.find(transaction, id))
                                .map(Key::of))
                .filter(key -> key.robot().isUsable(clock.instant()));
    }

    private static dev.berth.auth.robot.Robot known(Robot robot, String login) {
        return new dev.berth.auth.robot.Robot(
                new Principal.Robot(robot.id(), login), robot.secretHash(), robot.secretVersion());
    }

    /// The project goes, and all its robots with it.
    @Override
    public void left(Transaction transaction, long projectId) {
        table.deleteAll(transaction, projectId);
    }
}
