package dev.berth.router.project;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.router.flight.Flights;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Which images there are in projects, as clients of the router call them.
///
/// What Harbor said is believed for [#KEPT]; it is asked once for all who want to know. Lists of
/// all projects together take at most a part of the heap; the largest that is read has [Harbor]'s
/// limit. Thread-safe.
public final class Catalog {
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);
    private static final Duration KEPT = Duration.ofMinutes(1);

    /// For all pages of one project.
    private static final Duration LIST_WAIT = Duration.ofMinutes(2);

    private static final int HEAP_SHARE = 16;
    private static final String LIBRARY = "library/";

    /// A name and its place, about.
    private static final int ENTRY_BYTES = 100;

    private final Harbor harbor;
    private final Flights<Project, Optional<List<String>>> flights =
            new Flights<>(Flights.Listener.NONE);
    private final Cache<Project, List<String>> images = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(Runtime.getRuntime().maxMemory() / HEAP_SHARE)
            .weigher((Project _, List<String> names) -> ENTRY_BYTES * (1 + names.size()))
            .build();

    public Catalog(Harbor harbor) {
        this.harbor = harbor;
    }

    /// A part of the list.
    ///
    /// @param more whether there are further ones behind
    public record Page(List<String> images, boolean more) {
        public Page {
            images = List.copyOf(images);
        }
    }

    /// The first `count` names after `last`, of all these projects, each once, in their order.
    ///
    /// @throws HarborException if one of the projects cannot be listed
    public Page page(List<Project> projects, Optional<String> last, int count)
            throws HarborException, InterruptedException {
        var next = new TreeSet<String>();
        for (var project : projects) {
            for (var image : images(project)) {
                if (last.isEmpty() || image.compareTo(last.get()) > 0) {
                    next.add(image);
                    if (next.size() > count + 1) {
                        next.pollLast();
                    }
                }
            }
        }
        boolean more = next.size() > count;
        return new Page(next.stream().limit(count).toList(), more);
    }

    private List<String> images(Project project) throws HarborException, InterruptedException {
        var known = images.getIfPresent(project);
        if (known != null) {
            return known;
        }
        return flights.join(project, () -> ask(project), LIST_WAIT)
                .flatMap(names -> names)
                .orElseThrow(() -> new HarborException(
                        "the images of %s cannot be listed now".formatted(project.name())));
    }

    /// Empty if Harbor gives no answer.
    private Optional<List<String>> ask(Project project) throws InterruptedException {
        var meanwhile = images.getIfPresent(project);
        if (meanwhile != null) {
            return Optional.of(meanwhile); // By a flight that landed while this one got ready.
        }
        try {
            var names = new ArrayList<String>();
            for (var repository : harbor.repositories(project.name())) {
                name(project, repository).ifPresent(names::add);
            }
            images.put(project, names);
            return Optional.of(names);
        } catch (HarborException e) {
            log.atWarn()
                    .addKeyValue("project", project.name())
                    .addKeyValue("error", e.getMessage())
                    .log("the images of a project cannot be listed");
            return Optional.empty();
        }
    }

    /// What clients ask for to get this repository.
    private static Optional<String> name(Project project, String repository) {
        var image = project.isLibrary()
                        && repository.startsWith(LIBRARY)
                        && repository.indexOf('/', LIBRARY.length()) < 0
                ? repository.substring(LIBRARY.length())
                : repository;
        try {
            return Optional.of(RepositoryName.parse(image).value());
        } catch (OciException e) {
            log.atWarn().addKeyValue("repository", repository).log("a repository without a name");
            return Optional.empty();
        }
    }
}
