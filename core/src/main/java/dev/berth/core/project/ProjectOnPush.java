package dev.berth.core.project;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.http.RepositoryAccess;
import dev.berth.core.api.HarborException;
import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// Makes the private project that an administrator's push lacks, before the push begins.
///
/// [ProjectPermissions] lets nobody else push where there is no project, so whoever comes through
/// the guard of such a push could have made it by hand.
final class ProjectOnPush {
    /// Opening an upload, and putting a manifest. All else that needs the right to push is
    /// about an upload that was opened: that is in a project, or it is not there.
    private static final Set<String> BEGINNINGS = Set.of("end-4", "end-7");

    private final Accounts accounts;
    private final Projects projects;

    ProjectOnPush(Accounts accounts, Projects projects) {
        this.accounts = accounts;
        this.projects = projects;
    }

    /// The same routes of `/v2`.
    RouteGroup over(RouteGroup group) {
        return new RouteGroup(
                group.prefix(),
                group.routes().stream().<Route<?>>map(this::over).toList(),
                group.errors(),
                group.fields(),
                group.emptySegments());
    }

    private <C> Route<C> over(Route<C> route) {
        return BEGINNINGS.contains(route.operation())
                ? route.withGuard(new Making<>(route.guard(), this))
                : route;
    }

    /// What lets the push in, and then sees to its project.
    private record Making<C>(Guard<C> guard, ProjectOnPush maker) implements Guard<C> {
        @Override
        public String permission() {
            return guard.permission();
        }

        @Override
        public C admit(Request request) throws IOException, InterruptedException {
            var admitted = guard.admit(request);
            if (admitted instanceof RepositoryAccess access) {
                maker.makeSure(access);
            }
            return admitted;
        }
    }

    private void makeSure(RepositoryAccess access) {
        if (projects.findOfRepository(access.repository()).isPresent()
                || !isName(access.repository())) {
            return;
        }
        var name = ProjectName.ofNew(ProjectName.partOf(access.repository()));
        account(access.principal()).ifPresent(owner -> {
            try {
                projects.by(owner.name().text()).create(NewProject.named(name, false), owner);
            } catch (HarborException refused) {
                // Another push was first.
                if (projects.find(name.text()).isEmpty()) {
                    throw refused;
                }
            }
        });
    }

    /// Whether a repository can be called so: whoever takes the push refuses what cannot.
    private static boolean isName(String repository) {
        try {
            var _ = RepositoryName.parse(repository);
            return true;
        } catch (OciException _) {
            return false;
        }
    }

    private Optional<Account> account(Principal principal) {
        return switch (principal) {
            case Principal.Anonymous _, Principal.Robot _ -> Optional.empty();
            case Principal.Account known -> accounts.find(known).filter(Account::administrator);
        };
    }
}
