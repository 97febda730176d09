package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.MEBIBYTES_PER_CPU_SECOND;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B6: layers, from the smallest to a gigabyte, out of a warm page cache.
final class BlobPull implements Scenario {
    private static final long HOT_BYTES = 64L << 20;
    private static final int HOT_BLOBS_MAX = 100;

    @Override
    public String id() {
        return "B6";
    }

    @Override
    public String title() {
        return "GET blob";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        if (plan.size() == Plan.Size.QUICK) {
            return List.of(pull(plan, Bytes.kibi(4), 8), judged(plan, Bytes.mebi(1), 8));
        }
        var cases = new ArrayList<Case>();
        for (int connections : List.of(1, 8, 64)) {
            cases.add(pull(plan, Bytes.kibi(4), connections));
            cases.add(judged(plan, Bytes.mebi(1), connections));
            cases.add(judged(plan, Bytes.mebi(10), connections));
            cases.add(judged(plan, Bytes.mebi(100), connections));
        }
        cases.add(judged(plan, Bytes.mebi(1024), 1));
        cases.add(judged(plan, Bytes.mebi(1024), 8));
        return cases;
    }

    private static Case judged(Plan plan, long bytes, int connections) {
        var nginx = Bar.atLeast(0.8, "nginx", MEBIBYTES_PER_CPU_SECOND);
        return bytes == Bytes.mebi(1)
                ? pull(plan, bytes, connections)
                        .judgedBy(Bar.atLeast(3, "distribution", MEBIBYTES_PER_CPU_SECOND), nginx)
                : pull(plan, bytes, connections).judgedBy(nginx);
    }

    private static Case pull(Plan plan, long bytes, int connections) {
        return Case.of(
                "%s, %d connections".formatted(Bytes.format(bytes), connections),
                MEBIBYTES_PER_CPU_SECOND,
                registry -> open(plan, registry, bytes, connections));
    }

    private static Case.Run open(Plan plan, Registry registry, long bytes, int connections)
            throws IOException, InterruptedException {
        String repository = plan.repository("pull-" + bytes);
        List<RandomBlob> blobs = blobs(plan, bytes);
        registry.seedOnce(
                repository,
                () -> registry.publisher().publish(Publication.blobs(repository, blobs)));
        for (RandomBlob blob : blobs) {
            Pulls.verify(registry, repository, blob);
        }
        return Steady.run(plan, registry, connections, () -> {
            var requests = new ArrayList<Request>();
            for (RandomBlob blob : blobs) {
                requests.add(registry.blob("GET", repository, blob.digest()).expecting(200));
            }
            return requests;
        });
    }

    private static List<RandomBlob> blobs(Plan plan, long bytes) {
        int count = Math.toIntExact(Math.clamp(HOT_BYTES / bytes, 1, HOT_BLOBS_MAX));
        return IntStream.range(0, count)
                .mapToObj(number -> RandomBlob.of(plan.series(6, 0), number, bytes))
                .toList();
    }
}
