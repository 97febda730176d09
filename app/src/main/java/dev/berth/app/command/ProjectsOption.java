package dev.berth.app.command;

import dev.berth.auth.account.AccountException;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.api.HarborException;
import dev.berth.core.project.ProjectFeature;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Databases;

import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.time.Clock;

/// The accounts and projects of the core that the settings describe, for every command that needs
/// them.
public final class ProjectsOption {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    /// Something that is done with them.
    @FunctionalInterface
    interface Work {
        void run(ProjectFeature projects) throws IOException, InterruptedException;
    }

    /// Something that is done with them and with what else the database has.
    @FunctionalInterface
    interface DatabaseWork {
        void run(Database database, ProjectFeature projects)
                throws IOException, InterruptedException;
    }

    /// Opens them, does the work and closes them; what is refused is told in words.
    int with(Shell shell, Work work) throws ConfigException, IOException, InterruptedException {
        return withDatabase(shell, (_, projects) -> work.run(projects));
    }

    /// As [#with].
    int withDatabase(Shell shell, DatabaseWork work)
            throws ConfigException, IOException, InterruptedException {
        var settings = config.core(shell);
        try (var database = Databases.open(settings.database())) {
            var projects =
                    ProjectFeature.assemble(database, PasswordHashes.standard(), Clock.systemUTC());
            // Where nobody was made yet, the first start makes what must be there.
            if (projects.accounts().findFirstAdministrator().isPresent()) {
                projects.start();
            }
            work.run(database, projects);
            return ExitCode.OK;
        } catch (AccountException | HarborException refused) {
            shell.err().println("berth: " + refused.getMessage());
            return ExitCode.FAILED;
        }
    }
}
