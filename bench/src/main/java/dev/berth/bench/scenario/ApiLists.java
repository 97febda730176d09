package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.P50_MILLIS;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;

import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Lists of Harbor's API as a client asks for them that says nothing of pages: the first page, and
/// the last one that is full.
final class ApiLists {
    private static final int PAGE_SIZE = 10;
    private static final double FLAT = 1.2;
    private static final double TIMES_HARBOR = 20;

    private ApiLists() {}

    /// A list, and what Harbor's own measurements say of it: requests per second of a whole
    /// Harbor on a host with 16 cores, as published for 2.4 and 2.5, the higher one.
    private record Listed(String name, String path, OptionalInt harbor) {}

    static List<Case> cases(Inhabited inhabited) {
        String crowded = Inhabited.API + "/projects/" + inhabited.population().crowded();
        return Stream.of(
                        new Listed("projects", Inhabited.API + "/projects", OptionalInt.of(98)),
                        new Listed("users", Inhabited.API + "/users", OptionalInt.empty()),
                        new Listed("members", crowded + "/members", OptionalInt.of(473)),
                        new Listed("robots", Inhabited.API + "/robots", OptionalInt.empty()),
                        new Listed(
                                "audit log", Inhabited.API + "/auditlog-exts", OptionalInt.of(110)),
                        new Listed(
                                "log of a project",
                                crowded + "/auditlog-exts",
                                OptionalInt.of(235)))
                .flatMap(listed -> firstAndLast(inhabited, listed))
                .toList();
    }

    private static Stream<Case> firstAndLast(Inhabited inhabited, Listed listed) {
        Case first = inhabited.load(
                "list " + listed.name() + ", first page",
                REQUESTS_PER_SECOND,
                registry -> List.of(
                        Inhabited.get(registry, listed.path(), Inhabited.administrator(registry))
                                .expecting(requireServed(registry, listed))));
        var bars = new ArrayList<Bar>(List.of(Inhabited.P95));
        listed.harbor()
                .ifPresent(harbor ->
                        bars.add(Bar.atLeast(TIMES_HARBOR * harbor, REQUESTS_PER_SECOND)));
        Case last = inhabited.load(
                "list " + listed.name() + ", last page",
                REQUESTS_PER_SECOND,
                registry -> List.of(Inhabited.get(
                                registry,
                                listed.path() + "?page=" + lastFullPage(registry, listed),
                                Inhabited.administrator(registry))
                        .expecting(200)));
        return Stream.of(
                first.judgedBy(bars.toArray(Bar[]::new)),
                last.judgedBy(Inhabited.P95, Bar.atMostTimes(FLAT, first.name(), P50_MILLIS)));
    }

    /// @return the status of an answer
    private static int requireServed(Registry registry, Listed listed) throws IOException {
        lastFullPage(registry, listed);
        return 200;
    }

    /// @throws NotTakingPartException if the registry has no such list
    private static long lastFullPage(Registry registry, Listed listed) throws IOException {
        var answer = registry.call(
                Inhabited.get(registry, listed.path(), Inhabited.administrator(registry))
                        .expecting(200, 404, 405, 501));
        if (answer.status() != 200) {
            throw new NotTakingPartException("has no list of " + listed.name());
        }
        long total = answer.header("X-Total-Count")
                .map(Long::parseLong)
                .orElseThrow(() -> new IOException(listed.path() + " has no X-Total-Count"));
        if (total < PAGE_SIZE) {
            throw new IOException("%s lists %d %s, less than a page"
                    .formatted(registry.name(), total, listed.name()));
        }
        return total / PAGE_SIZE;
    }
}
