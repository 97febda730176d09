package dev.berth.app.command;

import dev.berth.auth.account.AccountError;
import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.AccountName;
import dev.berth.core.access.Role;
import dev.berth.core.project.ProjectFeature;
import dev.berth.platform.config.ConfigException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.concurrent.Callable;

/// `berth project member`.
@Command(
        name = "member",
        description = "Give somebody a role in a project, or take it away.",
        footer = {"", "Roles: projectAdmin, maintainer, developer, guest, limitedGuest."})
final class ProjectMemberCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private ProjectsOption projects = new ProjectsOption();

    @Parameters(index = "0", paramLabel = "PROJECT", description = "The project.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "USER",
            converter = NameConverters.ToName.class,
            description = "The user.")
    private AccountName user = new AccountName("nobody");

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ROLE",
            converter = NameConverters.ToRole.class,
            description = "What the user is from now on.")
    private @Nullable Role role;

    @Option(names = "--remove", description = "The user does not belong to it any more.")
    private boolean remove;

    ProjectMemberCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (remove == (role != null)) {
            shell.err().println("berth: name a role, or --remove");
            return ExitCode.USAGE;
        }
        return projects.with(shell, this::change);
    }

    private void change(ProjectFeature opened) {
        var project = opened.projects().require(name);
        var account = opened.accounts()
                .find(user.text())
                .orElseThrow(() -> new AccountException(new AccountError.Unknown(user)));
        var members = opened.members();
        if (role == null) {
            members.remove(project, members.requireOf(project, account).id());
            return;
        }
        var member = members.findOf(project, account);
        if (member.isPresent()) {
            members.setRole(project, member.get().id(), role);
        } else {
            var _ = members.add(project, account, role);
        }
    }
}
