package dev.berth.core.robot;

import dev.berth.core.access.Grants;
import dev.berth.core.access.Right;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A robot as it is now.
///
/// - `id`: never used again. `projectId`: of the project that it belongs to, [#OF_SYSTEM] for
///   none.
/// - `name`: without the prefix of all robots; of a project's robot `<project>+<name>`.
/// - `secretVersion` rises with each change of the secret.
/// - `durationDays`: [#FOR_EVER], or how long it lasts from its creation. `expiresAt`:
///   seconds since the epoch, or [#FOR_EVER].
/// - `granted`: empty where nobody asked for it ([Robots#list]).
/// - `secretHash` is not shown by `toString`.
public record Robot(
        long id,
        long projectId,
        String name,
        String description,
        String secretHash,
        long secretVersion,
        boolean disabled,
        long durationDays,
        long expiresAt,
        Creator creator,
        List<Granted> granted,
        Instant createdAt,
        Instant updatedAt) {
    public static final long OF_SYSTEM = 0;
    public static final long FOR_EVER = -1;

    private static final Right PULL = Right.of("repository:pull");
    private static final Right PUSH = Right.of("repository:push");
    private static final long SECONDS_PER_DAY = 24 * 60 * 60;

    public Robot {
        granted = List.copyOf(granted);
    }

    /// Who made a robot: an account or a robot, by its number.
    public record Creator(Kind kind, long id) {
        /// In Harbor's words.
        public enum Kind {
            ACCOUNT("local"),
            ROBOT("robot");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            public String word() {
                return word;
            }

            static Kind of(String word) {
                return word.equals(ROBOT.word) ? ROBOT : ACCOUNT;
            }
        }
    }

    public boolean isOfSystem() {
        return projectId == OF_SYSTEM;
    }

    /// Whether it may log in at this time.
    public boolean isUsable(Instant now) {
        return !disabled && !isExpired(now);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != FOR_EVER && expiresAt <= now.getEpochSecond();
    }

    /// When a robot expires that was made at a time and lasts so many days.
    static long expiresAt(Instant createdAt, long durationDays) {
        return durationDays == FOR_EVER
                ? FOR_EVER
                : createdAt.getEpochSecond() + durationDays * SECONDS_PER_DAY;
    }

    /// What it may do.
    public Grants grants() {
        return grants(granted, isOfSystem());
    }

    /// What a robot may do to which this was granted. Who pushes to a project of their own pulls
    /// from it too; for robots of the installation Harbor takes it word by word.
    static Grants grants(List<Granted> granted, boolean isOfSystem) {
        Set<Right> system = Set.of();
        Set<Right> everywhere = Set.of();
        var byProject = new HashMap<Long, Set<Right>>();
        for (var each : granted) {
            var rights = new HashSet<>(each.rights());
            if (!isOfSystem && rights.contains(PUSH)) {
                rights.add(PULL);
            }
            if (each.scope() == Granted.SYSTEM) {
                system = rights;
            } else if (each.scope() == Granted.ALL_PROJECTS) {
                everywhere = rights;
            } else {
                byProject.put(each.scope(), rights);
            }
        }
        return new Grants(system, everywhere, byProject);
    }

    Robot with(List<Granted> granted) {
        return new Robot(
                id,
                projectId,
                name,
                description,
                secretHash,
                secretVersion,
                disabled,
                durationDays,
                expiresAt,
                creator,
                granted,
                createdAt,
                updatedAt);
    }

    @Override
    public String toString() {
        return "Robot[" + id + " " + name + "]";
    }
}
