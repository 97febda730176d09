package dev.berth.core.robot;

import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.robot.RobotDraft.Wanted;
import dev.berth.platform.config.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Bodies of requests about robots; what is absent is null or false.
final class RobotRequest {
    private static final String ALLOW = "allow";

    private RobotRequest() {}

    /// `RobotCreate`. A secret and `disable` are not looked at, as in Harbor.
    record Creation(
            @Nullable String name,
            @Nullable String description,
            @Nullable String level,
            @Nullable Long duration,
            @Nullable List<@Nullable Permission> permissions) {
        /// The robot that is asked for.
        ///
        /// @throws HarborException for one that cannot be
        RobotDraft read() {
            return RobotDraft.named(
                    text(name),
                    Level.of(text(level)),
                    text(description),
                    duration == null ? RobotDraft.BY_DEFAULT : duration,
                    wanted(permissions));
        }
    }

    /// `Robot`, as it is to be.
    record Change(
            @Nullable String name,
            @Nullable String description,
            @Nullable String level,
            @Nullable Long duration,
            boolean disable,
            @Nullable List<@Nullable Permission> permissions) {
        /// The robot that is asked for; its name is with the prefix.
        ///
        /// @param before how it is now, where nothing is said
        /// @throws HarborException for one that cannot be
        RobotDraft read(Robot before) {
            return new RobotDraft(
                    text(name),
                    Level.of(text(level)),
                    text(description),
                    duration == null ? before.durationDays() : duration,
                    wanted(permissions));
        }
    }

    /// `RobotSec`.
    record Sec(@Nullable String secret) {
        boolean isEmpty() {
            return secret == null || secret.isEmpty();
        }

        Secret read() {
            return Secret.of(text(secret));
        }

        @Override
        public String toString() {
            return "Sec[…]";
        }
    }

    /// `RobotPermission`.
    record Permission(
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable List<@Nullable AccessBody> access) {
        Wanted read() {
            var accesses = nonNull(access).stream().map(AccessBody::read).toList();
            return switch (text(kind)) {
                case "system" -> {
                    if (!text(namespace).equals(Wanted.SYSTEM)) {
                        throw badRequest("unknown namespace: of the kind system it is /");
                    }
                    yield new Wanted(Wanted.SYSTEM, accesses);
                }
                case "project" -> {
                    if (text(namespace).isEmpty() || text(namespace).equals(Wanted.SYSTEM)) {
                        throw badRequest(
                                "unknown namespace: of the kind project it is a project, or *");
                    }
                    yield new Wanted(text(namespace), accesses);
                }
                default -> throw badRequest("unknown robot kind: write system or project");
            };
        }
    }

    /// `Access`.
    record AccessBody(
            @Nullable String resource,
            @Nullable String action,
            @Nullable String effect) {
        Access read() {
            var said = text(effect);
            if (!said.isEmpty() && !said.equals(ALLOW)) {
                throw badRequest("the only effect is allow: leave out what the robot may not do");
            }
            return new Access(new Right(text(resource), text(action)), said.equals(ALLOW));
        }
    }

    private static List<Wanted> wanted(@Nullable List<@Nullable Permission> permissions) {
        return nonNull(permissions).stream().map(Permission::read).toList();
    }

    private static <T> List<T> nonNull(@Nullable List<@Nullable T> sent) {
        return sent == null
                ? List.of()
                : sent.stream().filter(Objects::nonNull).<T>map(each -> each).toList();
    }

    private static String text(@Nullable String sent) {
        return sent == null ? "" : sent;
    }

    private static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
