package dev.berth.bench.population;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.CoreFeature;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.robot.RobotKeys;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseSettings;
import dev.berth.platform.database.Databases;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Asks the product's own [Permissions] the same few questions over and over, with warm caches, and
/// prints what one costs, in nanoseconds of processor time: the median of several rounds.
///
/// Runs with the jars of the product, on a database that no server has open.
///
/// Arguments: the JDBC URL, the name of an account, and repositories that it is asked about.
public final class PermissionsProgram {
    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofMillis(400);
    private static final int CHECKS_BETWEEN_LOOKS = 10_000;
    private static final String SQLITE = "jdbc:sqlite:";

    private PermissionsProgram() {}

    public static void main(String[] arguments) {
        try (Database database = open(arguments[0])) {
            var feature = assemble(database, Clock.systemUTC());
            var account = feature.accounts().find(arguments[1]).orElseThrow();
            var questions = Stream.of(arguments)
                    .skip(2)
                    .flatMap(name -> Stream.of(Action.PULL, Action.PUSH)
                            .map(action -> new Permission(Resource.repository(name), action)))
                    .toList();
            System.out.println(
                    nanosPerCheck(feature.permissions(true), account.principal(), questions));
        }
    }

    private static ProjectFeature assemble(Database database, Clock clock) {
        var rules = CoreFeature.robotRules(Configurations.reading(database, clock));
        var keys = new RobotKeys(database, rules, clock);
        return ProjectFeature.assemble(
                database, PasswordHashes.standard(), keys, List.of(keys), clock);
    }

    private static Database open(String jdbcUrl) {
        if (jdbcUrl.startsWith(SQLITE)) {
            Path folder = Path.of(jdbcUrl.substring(SQLITE.length())).resolveSibling("");
            return Databases.open(DatabaseSettings.sqlite(folder));
        }
        return Databases.open(DatabaseSettings.postgres(jdbcUrl, "postgres", Secret.of("")));
    }

    private static long nanosPerCheck(
            Permissions permissions, Principal principal, List<Permission> questions) {
        long[] costs = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            costs[round] = round(permissions, principal, questions);
        }
        Arrays.sort(costs);
        return costs[ROUNDS / 2];
    }

    private static long round(
            Permissions permissions, Principal principal, List<Permission> questions) {
        var thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        long checks = 0;
        long used;
        do {
            for (int i = 0; i < CHECKS_BETWEEN_LOOKS; i++) {
                if (!permissions.allow(principal, questions.get(i % questions.size()))) {
                    throw new IllegalStateException(
                            principal.name() + " may not do what was asked: " + questions);
                }
            }
            checks += CHECKS_BETWEEN_LOOKS;
            used = thread.getCurrentThreadCpuTime() - start;
        } while (used < ROUND.toNanos());
        return used / checks;
    }
}
