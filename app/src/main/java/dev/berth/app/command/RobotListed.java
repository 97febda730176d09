package dev.berth.app.command;

import dev.berth.core.robot.Access;
import dev.berth.core.robot.Robot;
import dev.berth.core.robot.Robots.Shown;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// A robot as commands show it.
///
/// @param expiresAt a time, or `never`
/// @param permissions rights by where they count: a project, `*` or `/`
record RobotListed(
        long id,
        String name,
        String description,
        boolean disabled,
        String expiresAt,
        SequencedMap<String, List<String>> permissions,
        String createdAt) {
    static RobotListed of(Shown shown) {
        var robot = shown.robot();
        var permissions = new LinkedHashMap<String, List<String>>();
        shown.granted()
                .forEach(granted -> permissions.put(
                        granted.namespace(),
                        granted.accesses().stream()
                                .map(Access::right)
                                .map(Object::toString)
                                .toList()));
        return new RobotListed(
                robot.id(),
                shown.name(),
                robot.description(),
                robot.disabled(),
                robot.expiresAt() == Robot.FOR_EVER
                        ? "never"
                        : Instant.ofEpochSecond(robot.expiresAt()).toString(),
                permissions,
                robot.createdAt().toString());
    }

    /// On one line, with how many rights there are where.
    String line() {
        var where = permissions.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue().size())
                .collect(Collectors.joining(" "));
        return "%-32s %-8s %-20s %s"
                .formatted(name, disabled ? "disabled" : "", expiresAt, where)
                .stripTrailing();
    }

    /// On many lines.
    String lines() {
        var text = new StringBuilder();
        line(text, "name", name);
        line(text, "description", description);
        line(text, "state", disabled ? "disabled" : "enabled");
        line(text, "expires", expiresAt);
        line(text, "created", createdAt);
        permissions.forEach(
                (where, rights) -> line(text, "allowed in " + where, String.join(" ", rights)));
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String what, String value) {
        if (!value.isEmpty()) {
            text.append(what).append(": ").append(value).append(System.lineSeparator());
        }
    }
}
