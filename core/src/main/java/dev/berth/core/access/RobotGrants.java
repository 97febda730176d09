package dev.berth.core.access;

import java.util.Optional;

/// Port: what robots have been granted.
@FunctionalInterface
public interface RobotGrants {
    /// What the robot with this number may do now; empty if it may not even log in.
    ///
    /// Answers from an exact cache: it is asked at each request.
    Optional<Grants> findGrants(long robotId);
}
