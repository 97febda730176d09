package dev.berth.app.command;

import dev.berth.core.access.GrantableRights;
import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.robot.Access;
import dev.berth.core.robot.RobotDraft.Wanted;

import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedSet;

/// What a robot is granted: rights, and where.
public final class AllowOption {
    private static final String ALL = "all";

    @Option(
            names = {"-a", "--allow"},
            paramLabel = "[WHERE=]RIGHTS",
            description = {
                "What it may do, between commas: pull, push, delete, all, or a right of Harbor's",
                "such as tag:list; may be repeated. WHERE is a project, * for all of them, or /",
                "for the installation; without it, the project of the robot."
            })
    private List<String> texts = List.of();

    boolean isGiven() {
        return !texts.isEmpty();
    }

    /// What is asked for.
    ///
    /// @param project where no other place is named; empty for none
    /// @throws HarborException for what cannot be granted
    List<Wanted> wanted(String project) {
        return texts.stream().map(text -> wanted(text, project)).toList();
    }

    private static Wanted wanted(String text, String project) {
        int equals = text.indexOf('=');
        var namespace = equals < 0 ? project : text.substring(0, equals);
        if (namespace.isEmpty()) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "say where: --allow '*=%1$s' for all projects, or name the robot's --project"
                            .formatted(text));
        }
        var grantable = namespace.equals(Wanted.SYSTEM)
                ? GrantableRights.inSystem()
                : GrantableRights.inProjects();
        var rights = Arrays.stream(text.substring(equals + 1).split(",", -1))
                .flatMap(word -> rights(word.strip(), grantable).stream())
                .map(right -> new Access(right, false))
                .toList();
        return new Wanted(namespace, rights);
    }

    private static List<Right> rights(String word, SequencedSet<Right> grantable) {
        if (word.equals(ALL)) {
            return List.copyOf(grantable);
        }
        int colon = word.indexOf(':');
        return List.of(
                colon < 0
                        ? new Right("repository", word)
                        : new Right(word.substring(0, colon), word.substring(colon + 1)));
    }
}
