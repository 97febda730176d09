package dev.berth.auth.robot;

import java.util.Optional;

/// Port: which robots may log in now.
///
/// Asked at each request, so it answers from exact caches: one that is switched off, has expired
/// or is gone is not found from then on, in every process.
public interface RobotDirectory {
    /// Without any.
    RobotDirectory EMPTY = new RobotDirectory() {
        @Override
        public Optional<Robot> findByLogin(String login) {
            return Optional.empty();
        }

        @Override
        public Optional<Robot> find(long id) {
            return Optional.empty();
        }
    };

    /// The robot that is meant by this name in credentials.
    Optional<Robot> findByLogin(String login);

    /// The robot with this number, which is never given to another one.
    Optional<Robot> find(long id);
}
