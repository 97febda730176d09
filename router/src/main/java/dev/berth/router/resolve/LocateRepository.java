package dev.berth.router.resolve;

import dev.berth.oci.RepositoryName;
import dev.berth.router.flight.Flights;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;

import java.util.Optional;

/// Finds the project to list a repository from: its home, else whoever has tags of it.
///
/// Thread-safe.
public final class LocateRepository {
    private final ResolveSettings settings;
    private final Locate locate;
    private final Memory memory;
    private final Flights<Repository, Located> flights;

    LocateRepository(
            ResolveSettings settings, Locate locate, Memory memory, RouterMetrics metrics) {
        this.settings = settings;
        this.locate = locate;
        this.memory = memory;
        this.flights = new Flights<>(metrics);
    }

    private record Repository(Candidates candidates, RepositoryName image) {}

    /// The project that the repository was last found in.
    public Optional<Project> home(Candidates candidates, RepositoryName image) {
        return memory.home(candidates, image);
    }

    /// Asks all candidates.
    public Located locate(Candidates candidates, RepositoryName image) throws InterruptedException {
        var wait = settings.questionWait()
                .multipliedBy(2L + candidates.projects().size() / settings.waveProjects());
        return flights.join(
                        new Repository(candidates, image), () -> lookUp(candidates, image), wait)
                .orElseGet(() -> new Located.Unclear(Trouble.of(Trouble.Kind.HELD_BACK)));
    }

    private Located lookUp(Candidates candidates, RepositoryName image)
            throws InterruptedException {
        var located = locate.locate(candidates.projects(), new Question.OfTags(image));
        if (located instanceof Located.At(var project, var _)) {
            memory.home(project, candidates, image);
        }
        return located;
    }
}
