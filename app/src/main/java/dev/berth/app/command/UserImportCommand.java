package dev.berth.app.command;

import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.account.ImportedAccount;
import dev.berth.platform.config.ConfigException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `berth user import`.
@Command(
        name = "import",
        description = "Create the users of a Harbor, with the passwords that they have there.",
        footer = {
            "",
            "FILE has a JSON object on each line, as Harbor's database prints it:",
            "psql -At -d registry -c \"SELECT row_to_json(u) FROM harbor_user u\" > users.jsonl",
            "Users who are there already stay as they are, so an import can be repeated."
        })
final class UserImportCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "FILE", description = "The users.")
    private Path file = Path.of("");

    @Option(
            names = "--administrators",
            description = "Make those administrators here who are it there.")
    private boolean administrators;

    UserImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        var users = HarborUsers.read(file);
        if (!users.mistakes().isEmpty()) {
            users.mistakes().forEach(mistake -> shell.err().println("berth: " + mistake));
            shell.err().println("berth: nothing was imported; mend the file, or take these out");
            return ExitCode.FAILED;
        }
        return bringsAdministrator(users)
                ? projects.withOrBegin(shell, opened -> add(opened.accounts(), users))
                : projects.with(shell, opened -> {
                    UserCommand.requireAdministrator(opened.accounts());
                    add(opened.accounts(), users);
                });
    }

    private void add(Accounts accounts, HarborUsers users) {
        int imported = 0;
        for (var account : users.accounts()) {
            imported += add(accounts, account);
        }
        tell(imported, users);
    }

    private boolean bringsAdministrator(HarborUsers users) {
        return administrators && users.accounts().stream().anyMatch(ImportedAccount::administrator);
    }

    /// How many it made: 1, or 0 where there is one already.
    private int add(Accounts accounts, ImportedAccount account) {
        var asked = administrators
                ? account
                : new ImportedAccount(
                        account.name(), account.passwordHash(), false, account.profile());
        try {
            var _ = accounts.add(asked);
            return 1;
        } catch (AccountException there) {
            shell.err().println("berth: left out " + account.name() + ": " + there.getMessage());
            return 0;
        }
    }

    private void tell(int imported, HarborUsers users) {
        shell.out().println("imported: " + imported);
        shell.out().println("left out: " + (users.accounts().size() - imported));
        if (users.withoutPassword() > 0) {
            shell.out().println("without a password: " + users.withoutPassword());
        }
    }
}
