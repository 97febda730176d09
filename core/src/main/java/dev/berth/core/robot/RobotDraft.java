package dev.berth.core.robot;

import dev.berth.core.access.GrantableRights;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// What a robot is to be like.
///
/// - `name`: lower-case letters and digits with single `. _ -` between them, without a prefix.
/// - `description`: at most 1024 characters. `durationDays`: [Robot#FOR_EVER], [#BY_DEFAULT], or
///   1 to 2147483646.
/// - `wanted`: at least one scope, each with at least one right, of a project's robot exactly one,
///   which is its project; at most 5000 rights altogether.
public record RobotDraft(
        String name, Level level, String description, long durationDays, List<Wanted> wanted) {
    /// As long as administrators have set.
    public static final long BY_DEFAULT = 0;

    /// Harbor's bound.
    static final long DAYS_MAX = Integer.MAX_VALUE - 1;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*+");
    private static final int DESCRIPTION_CHARACTERS_MAX = 1024;
    private static final int RIGHTS_MAX = 5_000;

    /// Whether a robot belongs to the installation or to a project.
    public enum Level {
        SYSTEM("system"),
        PROJECT("project");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Level of(String word) {
            for (var level : values()) {
                if (level.word.equals(word)) {
                    return level;
                }
            }
            throw badRequest("bad request error level input: write system or project");
        }
    }

    /// Rights in one scope.
    ///
    /// @param namespace [#SYSTEM], [#ALL_PROJECTS], or the name of a project
    public record Wanted(String namespace, List<Access> accesses) {
        public static final String SYSTEM = "/";
        public static final String ALL_PROJECTS = "*";

        /// @throws HarborException for a right that cannot be granted there
        public Wanted {
            accesses = List.copyOf(accesses);
            var grantable = namespace.equals(SYSTEM)
                    ? GrantableRights.inSystem()
                    : GrantableRights.inProjects();
            if (accesses.isEmpty()) {
                throw badRequest("bad request empty access");
            }
            if (namespace.chars().anyMatch(Character::isISOControl)) {
                throw badRequest("unknown namespace: no project has control characters");
            }
            for (var access : accesses) {
                if (!grantable.contains(access.right())) {
                    throw badRequest("bad request permission: " + access.right()
                            + "; GET /api/v2.0/permissions lists what can be granted");
                }
            }
        }

        boolean isOfProject() {
            return !namespace.equals(SYSTEM) && !namespace.equals(ALL_PROJECTS);
        }
    }

    /// @throws HarborException for what no robot can be
    public RobotDraft {
        wanted = merged(wanted);
        if (durationDays < Robot.FOR_EVER || durationDays > DAYS_MAX) {
            throw badRequest("bad request error duration input: " + durationDays
                    + "; write days, or -1 for ever");
        }
        if (wanted.isEmpty()) {
            throw badRequest("bad request empty permission");
        }
        if (level == Level.PROJECT && (wanted.size() > 1 || !wanted.getFirst().isOfProject())) {
            throw badRequest("bad request permission: a robot of a project has one permission, with"
                    + " kind project and the name of the project as its namespace");
        }
        if (wanted.stream().mapToInt(each -> each.accesses().size()).sum() > RIGHTS_MAX) {
            throw badRequest("a robot has at most " + RIGHTS_MAX + " permissions");
        }
        if (description.length() > DESCRIPTION_CHARACTERS_MAX || description.indexOf('\0') >= 0) {
            throw badRequest("a description has at most " + DESCRIPTION_CHARACTERS_MAX
                    + " characters, and no NUL");
        }
    }

    /// A new robot.
    ///
    /// @throws HarborException for one that cannot be
    public static RobotDraft named(
            String name, Level level, String description, long durationDays, List<Wanted> wanted) {
        requireName(name);
        return new RobotDraft(name, level, description, durationDays, wanted);
    }

    /// @throws HarborException if no robot can be called so
    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw badRequest("robot name is not in lower case or contains illegal characters");
        }
    }

    /// The project of a project's robot.
    String project() {
        return wanted.getFirst().namespace();
    }

    /// Each scope once, with each right once.
    private static List<Wanted> merged(List<Wanted> wanted) {
        var byNamespace = new LinkedHashMap<String, SequencedMap<String, Access>>();
        for (var each : wanted) {
            var accesses =
                    byNamespace.computeIfAbsent(each.namespace(), _ -> new LinkedHashMap<>());
            each.accesses().forEach(access -> accesses.put(access.right().toString(), access));
        }
        return byNamespace.entrySet().stream()
                .map(entry ->
                        new Wanted(entry.getKey(), List.copyOf(entry.getValue().values())))
                .toList();
    }

    private static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
