package dev.berth.auth.testing;

import dev.berth.auth.Principal;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.robot.Robot;
import dev.berth.auth.robot.RobotDirectory;
import dev.berth.platform.config.Secret;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Robots in memory.
public final class TestRobots implements RobotDirectory {
    private final PasswordHashes hashes;
    private final Map<Long, Robot> robots = new ConcurrentHashMap<>();

    public TestRobots(PasswordHashes hashes) {
        this.hashes = hashes;
    }

    /// Adds a robot, or gives it another secret.
    public void put(long id, String name, String secret) throws InterruptedException {
        try (var slot = hashes.tryOpen().orElseThrow()) {
            var hash = slot.hash(Secret.of(secret));
            robots.merge(
                    id,
                    new Robot(new Principal.Robot(id, name), hash, 1),
                    (before, _) -> new Robot(
                            new Principal.Robot(id, name), hash, before.secretVersion() + 1));
        }
    }

    /// It may not log in any more.
    public void remove(long id) {
        robots.remove(id);
    }

    @Override
    public Optional<Robot> findByLogin(String login) {
        return robots.values().stream()
                .filter(robot -> robot.principal().name().equals(login))
                .findFirst();
    }

    @Override
    public Optional<Robot> find(long id) {
        return Optional.ofNullable(robots.get(id));
    }
}
