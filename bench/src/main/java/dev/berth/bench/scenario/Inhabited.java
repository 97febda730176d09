package dev.berth.bench.scenario;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.population.FillPopulation;
import dev.berth.bench.population.Population;
import dev.berth.bench.target.Credentials;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What cases on a Berth with many accounts and projects share: the filling, once per target, and
/// requests as somebody.
final class Inhabited {
    static final int CONNECTIONS = 16;
    static final String API = "/api/v2.0";

    /// Asked of every list, search and token request.
    static final Bar P95 = Bar.atMost(50, Figure.P95_MILLIS);

    private static final int PURPOSE = 30;
    private static final int IMAGES_PER_CALLER = 10;

    private final Plan plan;
    private final Population population;
    private final Map<String, Credentials> robots = new HashMap<>();

    private Inhabited(Plan plan, Population population) {
        this.plan = plan;
        this.population = population;
    }

    static Inhabited of(Plan plan) {
        var population = new Population(
                plan.items(100, 1_000),
                plan.items(200, 2_000),
                10,
                plan.items(500, 5_000),
                plan.items(10_000, 100_000),
                "Bench-" + Long.toString(plan.series(), Character.MAX_RADIX) + "-Aa1");
        return new Inhabited(plan, population);
    }

    Population population() {
        return population;
    }

    /// A load by time of these requests.
    ///
    /// @param name what is asked, unique in the scenario
    Case load(String name, Figure headline, Requests requests) {
        return Case.of(name, headline, registry -> {
            fill(registry);
            var formatted = requests.format(registry);
            return Steady.run(plan, registry, CONNECTIONS, () -> formatted);
        });
    }

    /// Requests to one registry, formatted once: they carry passwords, which do not expire.
    @FunctionalInterface
    interface Requests {
        List<Request> format(Registry registry) throws IOException, InterruptedException;
    }

    /// Fills the registry, the first time that it is asked for.
    void fill(Registry registry) throws IOException, InterruptedException {
        registry.seedOnce(
                "population",
                () -> FillPopulation.into(registry, population)
                        .ifPresent(robot -> robots.put(registry.name(), robot)));
    }

    /// What a robot logs in with.
    ///
    /// @throws NotTakingPartException if this registry has no robots
    Credentials robot(Registry registry) throws NotTakingPartException {
        Credentials robot = robots.get(registry.name());
        if (robot == null) {
            throw new NotTakingPartException("has no robots");
        }
        return robot;
    }

    static Credentials administrator(Registry registry) throws IOException {
        return registry.access()
                .credentials()
                .orElseThrow(() -> new IOException(registry.name() + " was given no password"));
    }

    static RequestBuilder get(Registry registry, String path, Credentials who) {
        return new RequestBuilder(registry.endpoint(), "GET", path)
                .header("Authorization", who.basic());
    }

    /// One image in each of the projects of the first user.
    List<String> publishImages(Registry registry) throws IOException, InterruptedException {
        List<String> repositories = population.projectsOf(0).stream()
                .limit(IMAGES_PER_CALLER)
                .map(number -> Population.project(number) + "/app")
                .toList();
        registry.seedOnce("population-images", () -> {
            var layer = RandomBlob.of(plan.series(PURPOSE, 0), 0, Bytes.kibi(1));
            var image = Manifest.image(layer, List.of(layer), 0);
            for (String repository : repositories) {
                registry.publisher().publish(Publication.blobs(repository, List.of(layer)));
                registry.publisher()
                        .publish(List.of(new Publication.OfManifest(repository, "latest", image)));
            }
        });
        return repositories;
    }
}
