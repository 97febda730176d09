package dev.berth.bench.routing;

import static dev.berth.bench.measure.Figure.PEAK_MEBIBYTES;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;
import static dev.berth.bench.measure.Figure.SECONDS;
import static dev.berth.bench.measure.Figure.UPSTREAM_CONNECTIONS;
import static dev.berth.bench.measure.Figure.UPSTREAM_PER_REQUEST;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What the scenarios of routers have in common.
final class Routing {
    /// Under every load.
    static final Bar MEMORY = Bar.atMost(300, PEAK_MEBIBYTES);

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Routing() {}

    /// The name of an image that is in one project only.
    static String image(int project, String rest) {
        return Knobs.imagesOf(project) + "/" + rest;
    }

    /// An image that no project has.
    static String noImage(String rest) {
        return image(99, rest);
    }

    /// A client's request for a manifest that exists.
    static Request manifest(Registry router, String image, String tag) throws IOException {
        return router.manifest("GET", router.image(image), tag).expecting(200);
    }

    /// Sets the mock's knobs, runs the load, and says what reached the mock.
    static Sample measure(Registry router, Knobs knobs, Meter.Load load)
            throws IOException, InterruptedException {
        router.harbor().set(knobs);
        Sample sample = Meter.measure(router.process(), load);
        var counts = router.harbor().counts();
        double requests = sample.value(REQUESTS_PER_SECOND).orElse(0)
                * sample.value(SECONDS).orElse(0);
        Sample counted = sample.with(UPSTREAM_CONNECTIONS, (double) counts.connections());
        return requests < 1 ? counted : counted.with(UPSTREAM_PER_REQUEST, counts.all() / requests);
    }

    /// Sets the mock's knobs, and waits until the router finds what it finds with them: it has seen
    /// the list of projects, and its breakers have recovered.
    ///
    /// @param probe a name that nobody has asked for
    static void settle(Registry router, Knobs knobs, String probe)
            throws IOException, InterruptedException {
        router.harbor().set(knobs);
        long start = System.nanoTime();
        int attempt = 0;
        while (!finds(router, knobs, probe + "-" + attempt)) {
            attempt++;
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IOException("%s does not find what is in the last of %d projects"
                        .formatted(router.name(), knobs.projects()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean finds(Registry router, Knobs knobs, String probe) throws IOException {
        String image = image(knobs.projects() - 1, probe);
        var request = router.manifest("GET", router.image(image), "latest")
                .expecting(200, 404, 429, 500, 502, 503, 504);
        return router.call(request).status() == 200;
    }
}
