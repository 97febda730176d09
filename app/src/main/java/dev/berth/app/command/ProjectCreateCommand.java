package dev.berth.app.command;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountError;
import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.core.project.NewProject;
import dev.berth.core.project.ProjectName;
import dev.berth.platform.config.ConfigException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth project create`.
@Command(name = "create", description = "Create a project.")
final class ProjectCreateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(paramLabel = "NAME", description = "What its repositories' names begin with.")
    private String name = "";

    @Option(names = "--public", description = "Everybody may pull, without logging in.")
    private boolean open;

    @Option(
            names = "--owner",
            paramLabel = "USER",
            converter = NameConverters.ToName.class,
            description = "Its first project administrator; the first administrator if absent.")
    private @Nullable AccountName owner;

    ProjectCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        return projects.with(shell, opened -> {
            var asked = NewProject.named(ProjectName.ofNew(name), open);
            var _ = opened.projects().create(asked, owner(opened.accounts()));
        });
    }

    private Account owner(Accounts accounts) {
        var named = owner == null ? Account.FIRST_NAME : owner;
        var found = owner == null ? accounts.findFirstAdministrator() : accounts.find(named.text());
        return found.orElseThrow(() -> new AccountException(new AccountError.Unknown(named)));
    }
}
