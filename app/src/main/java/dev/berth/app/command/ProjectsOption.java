package dev.berth.app.command;

import dev.berth.app.role.CoreParts;
import dev.berth.app.role.CoreSettings;
import dev.berth.auth.account.AccountException;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.CoreFeature;
import dev.berth.core.api.HarborException;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.project.OpenProjects;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.RobotKeys;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;
import dev.berth.platform.http.HttpException;

import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// The accounts, projects and robots of the core that the settings describe, for every command that
/// needs them.
public final class ProjectsOption {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /// Something that is done with accounts and projects.
    @FunctionalInterface
    interface Work {
        void run(ProjectFeature projects) throws IOException, InterruptedException;
    }

    /// Something that is done with robots too.
    @FunctionalInterface
    interface RobotWork {
        void run(RobotFeature robots) throws IOException, InterruptedException;
    }

    /// Something that is done with what the operator and administrators have set, too.
    @FunctionalInterface
    interface ConfiguredWork {
        void run(CoreSettings settings, Configurations configurations, RobotFeature robots)
                throws IOException, InterruptedException;
    }

    /// Opens them, does the work and closes them; what is refused is told in words.
    ///
    /// @throws IOException also if there are none: who names the wrong folder or database is
    ///     not to make a registry there
    int with(Shell shell, Work work) throws ConfigException, IOException, InterruptedException {
        return withRobots(shell, robots -> work.run(robots.projects()));
    }

    /// As [#with], and begins a registry if there is none; for who brings an administrator.
    int withOrBegin(Shell shell, Work work)
            throws ConfigException, IOException, InterruptedException {
        return open(config.core(shell), shell, (_, _, robots) -> work.run(robots.projects()));
    }

    /// As [#with].
    int withRobots(Shell shell, RobotWork work)
            throws ConfigException, IOException, InterruptedException {
        return withConfiguration(shell, (_, _, robots) -> work.run(robots));
    }

    /// As [#with].
    int withConfiguration(Shell shell, ConfiguredWork work)
            throws ConfigException, IOException, InterruptedException {
        var settings = config.core(shell);
        if (!Databases.exists(settings.database())) {
            throw CoreParts.nowhere(settings);
        }
        return open(settings, shell, work);
    }

    private static int open(CoreSettings settings, Shell shell, ConfiguredWork work)
            throws IOException, InterruptedException {
        try (var database = Databases.open(settings.database())) {
            var configurations = Configurations.reading(database, Clock.systemUTC());
            var robots = assemble(database, configurations, settings.api().openProjects());
            var projects = robots.projects();
            // Where nobody was made yet, the first start makes what must be there.
            if (projects.accounts().findFirstAdministrator().isPresent()) {
                projects.start();
            }
            work.run(settings, configurations, robots);
            return ExitCode.OK;
        } catch (AccountException | HarborException | HttpException refused) {
            shell.err().println("berth: " + refused.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static RobotFeature assemble(
            Database database, Configurations configurations, OpenProjects open) {
        var clock = Clock.systemUTC();
        var hashes = PasswordHashes.standard();
        var rules = CoreFeature.robotRules(configurations);
        var keys = new RobotKeys(database, rules, clock);
        var projects = ProjectFeature.assemble(database, hashes, keys, List.of(keys), open, clock);
        return RobotFeature.assemble(database, hashes, projects, rules, clock);
    }
}
