package dev.berth.bench.population;

import dev.berth.bench.target.Credentials;

import java.util.List;
import java.util.stream.IntStream;

/// How many there are of each, and what they are called.
///
/// - Every user belongs to `memberships` projects: all of them to the first, the *crowded* one, the
///   rest spread evenly.
/// - Users, and robots, have one password each in common, as hashing thousands would take hours.
///
/// @param projects with the project `library`
/// @param users without the first administrator
/// @param robots of the installation
public record Population(
        int projects, int users, int memberships, int robots, int auditEntries, String password) {

    public Population {
        if (memberships > projects - 1 || users < 1) {
            throw new IllegalArgumentException("a user is a member of each project once at most");
        }
    }

    public static String project(int number) {
        return "bench-p%05d".formatted(number);
    }

    public static String user(int number) {
        return "bench-u%06d".formatted(number);
    }

    /// The robot's name as it is created; it is shown with a prefix.
    static String robot(int number) {
        return "bench-r%06d".formatted(number);
    }

    /// Everybody is a member of it.
    public String crowded() {
        return project(0);
    }

    /// The projects but `library`.
    public List<String> projectNames() {
        return IntStream.range(0, projects - 1).mapToObj(Population::project).toList();
    }

    /// The numbers of the projects that a user belongs to.
    public List<Integer> projectsOf(int user) {
        return IntStream.range(0, memberships)
                .map(n -> n == 0 ? 0 : 1 + (user * (memberships - 1) + n - 1) % (projects - 2))
                .boxed()
                .toList();
    }

    public Credentials credentials(int user) {
        return new Credentials(user(user), password);
    }

    @Override
    public String toString() {
        return "%,d projects, %,d users, %,d robots, %,d audit entries"
                .formatted(projects, users, robots, auditEntries);
    }
}
