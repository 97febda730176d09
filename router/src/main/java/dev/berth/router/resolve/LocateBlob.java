package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.router.flight.Flights;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Optional;

/// Finds the project to fetch a blob from: the one whose manifest names it, else the home of its
/// repository, else whoever has it.
///
/// Thread-safe.
public final class LocateBlob {
    private static final Logger log = LoggerFactory.getLogger(LocateBlob.class);

    private final ResolveSettings settings;
    private final Locate locate;
    private final Memory memory;
    private final Flights<Blob, Located> flights;
    private final RouterMetrics metrics;

    LocateBlob(ResolveSettings settings, Locate locate, Memory memory, RouterMetrics metrics) {
        this.settings = settings;
        this.locate = locate;
        this.memory = memory;
        this.flights = new Flights<>(metrics);
        this.metrics = metrics;
    }

    /// A blob that somebody asks for.
    public record Blob(Candidates candidates, RepositoryName image, Digest digest) {}

    /// Where it most likely is, without asking anybody.
    public Optional<Project> expect(Blob blob) {
        return memory.origin(blob.candidates(), blob.image(), blob.digest())
                .or(() -> memory.home(blob.candidates(), blob.image()));
    }

    /// Asks all candidates but `refused`, if that said 404 already.
    public Located locate(Blob blob, Optional<Project> refused) throws InterruptedException {
        if (memory.isMissing(blob.candidates(), blob.image(), blob.digest())) {
            metrics.lookedUp("negative");
            log.atDebug()
                    .addKeyValue("image", blob.image())
                    .addKeyValue("digest", blob.digest())
                    .addKeyValue("cache_result", "negative")
                    .log("cache");
            return new Located.Nowhere();
        }
        var wait = settings.questionWait()
                .multipliedBy(2L + blob.candidates().projects().size() / settings.waveProjects());
        return flights.join(blob, () -> lookUp(blob, refused), wait)
                .orElseGet(() -> new Located.Unclear(Trouble.of(Trouble.Kind.HELD_BACK)));
    }

    private Located lookUp(Blob blob, Optional<Project> refused) throws InterruptedException {
        var meanwhile = remembered(blob, refused);
        if (meanwhile.isPresent()) {
            return meanwhile.get(); // By a flight that landed while this one got ready.
        }
        var projects = new ArrayList<>(blob.candidates().projects());
        refused.ifPresent(projects::remove);
        var located = locate.locate(projects, new Question.OfBlob(blob.image(), blob.digest()));
        switch (located) {
            case Located.At(var project, var _) -> {
                metrics.probed("found");
                memory.from(project, blob.candidates(), blob.image(), blob.digest());
            }
            case Located.Nowhere _ -> {
                metrics.probed("not_found");
                memory.missing(blob.candidates(), blob.image(), blob.digest());
            }
            case Located.Unclear _, Located.Ambiguous _ -> metrics.probed("not_found");
        }
        log.atDebug()
                .addKeyValue("image", blob.image())
                .addKeyValue("digest", blob.digest())
                .addKeyValue("project", located.owner())
                .addKeyValue("result", located.result())
                .addKeyValue("error", located.error())
                .log("blob_lookup");
        return located;
    }

    private Optional<Located> remembered(Blob blob, Optional<Project> refused) {
        if (memory.isMissing(blob.candidates(), blob.image(), blob.digest())) {
            return Optional.of(new Located.Nowhere());
        }
        var there = new Finding.Present(Optional.of(blob.digest()), "", -1, true);
        return memory.origin(blob.candidates(), blob.image(), blob.digest())
                .filter(project -> !refused.equals(Optional.of(project)))
                .map(project -> new Located.At(project, there));
    }

    int underWay() {
        return flights.underWay();
    }
}
