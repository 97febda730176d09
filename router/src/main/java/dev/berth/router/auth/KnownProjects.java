package dev.berth.router.auth;

import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.router.project.Project;
import dev.berth.router.project.Projects;
import dev.berth.router.resolve.Candidates;

import java.time.Duration;
import java.util.function.Predicate;

/// Candidates of the projects that are known now.
///
/// The two lists that everybody shares are made once for each version of what is known.
final class KnownProjects {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Projects projects;
    private volatile Shared shared;

    KnownProjects(Projects projects) {
        this.projects = projects;
        this.shared = Shared.of(projects.state());
    }

    private record Shared(long version, Candidates all, Candidates open) {
        static Shared of(Projects.State state) {
            var all = new Candidates(state.list());
            return new Shared(state.version(), all, all.narrowed(Project::open));
        }
    }

    /// Grows with each change of the list.
    long version() {
        return current().version();
    }

    /// All that is known.
    ///
    /// @throws HttpException with 503 before Harbor has listed any
    Candidates all() {
        return current().all();
    }

    /// What anybody may read.
    Candidates open() {
        return current().open();
    }

    Candidates those(Predicate<Project> readable) {
        return current().all().narrowed(readable);
    }

    private Shared current() {
        var state = projects.state();
        if (state.list().isEmpty()) {
            throw new HttpException(new HttpProblem.Unavailable(
                    "Harbor has not listed any proxy-cache project yet", RETRY_AFTER));
        }
        var known = shared;
        if (known.version() != state.version()) {
            known = Shared.of(state);
            shared = known;
        }
        return known;
    }
}
