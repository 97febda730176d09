package dev.berth.core.robot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.core.api.Json;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotDraft.Wanted;

import java.util.List;

/// A robot in an answer (`Robot`); its secret is never in it.
record RobotBody(
        long id,
        String name,
        String description,
        String level,
        long duration,
        @JsonInclude(Include.ALWAYS) boolean editable,
        @JsonInclude(Include.ALWAYS) boolean disable,
        long expiresAt,
        List<Permission> permissions,
        String creatorType,
        long creatorRef,
        String creationTime,
        String updateTime) {
    static RobotBody of(Robots.Shown shown) {
        var robot = shown.robot();
        return new RobotBody(
                robot.id(),
                shown.name(),
                robot.description(),
                (robot.isOfSystem() ? Level.SYSTEM : Level.PROJECT).word(),
                robot.durationDays(),
                true,
                robot.disabled(),
                robot.expiresAt(),
                shown.granted().stream().map(Permission::of).toList(),
                robot.creator().kind().word(),
                robot.creator().id(),
                Json.time(robot.createdAt()),
                Json.time(robot.updatedAt()));
    }

    /// `RobotPermission`.
    record Permission(String kind, String namespace, List<AccessBody> access) {
        static Permission of(Wanted granted) {
            var level = granted.namespace().equals(Wanted.SYSTEM) ? Level.SYSTEM : Level.PROJECT;
            return new Permission(
                    level.word(),
                    granted.namespace(),
                    granted.accesses().stream().map(AccessBody::of).toList());
        }
    }

    /// `Access`.
    record AccessBody(String resource, String action, String effect) {
        static AccessBody of(Access access) {
            var right = access.right();
            return new AccessBody(right.resource(), right.action(), access.isSaid() ? "allow" : "");
        }
    }

    /// `RobotCreated`: the only answer with the secret of a new robot.
    record Created(long id, String name, String secret, String creationTime, long expiresAt) {
        static Created of(Robots.Shown shown, String secret) {
            var robot = shown.robot();
            return new Created(
                    robot.id(),
                    shown.name(),
                    secret,
                    Json.time(robot.createdAt()),
                    robot.expiresAt());
        }

        @Override
        public String toString() {
            return "Created[" + name + "]";
        }
    }

    /// `RobotSec`: a new secret that was made here; empty for one that the client chose.
    record Sec(String secret) {
        @Override
        public String toString() {
            return "Sec[…]";
        }
    }
}
