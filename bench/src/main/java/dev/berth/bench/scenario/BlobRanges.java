package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.MEBIBYTES_PER_CPU_SECOND;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;

/// B7: parts of a large layer, as containerd, stargz and zstd:chunked clients ask for them.
final class BlobRanges implements Scenario {
    private static final int CONNECTIONS = 16;
    private static final long PART = Bytes.mebi(1);
    private static final int PARTS = 16;
    private static final int QUESTIONS = 256;

    @Override
    public String id() {
        return "B7";
    }

    @Override
    public String title() {
        return "GET ranges of a blob";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ, Ability.RANGES);
    }

    @Override
    public List<Case> cases(Plan plan) {
        RandomBlob blob =
                RandomBlob.of(plan.series(7, 0), 0, plan.pick(Bytes.mebi(32), Bytes.mebi(1024)));
        return List.of(
                Case.of(
                        "aligned, 1 MiB, 16 connections",
                        MEBIBYTES_PER_CPU_SECOND,
                        registry -> steady(plan, registry, blob, 1)),
                Case.of(
                        "16 parts of 64 KiB at once, 16 connections",
                        MEBIBYTES_PER_CPU_SECOND,
                        registry -> steady(plan, registry, blob, PARTS)),
                Case.of(
                        "open-ended, hang up after 1 MiB, 16 connections",
                        REQUESTS_PER_CPU_SECOND,
                        registry -> hangingUp(plan, registry, blob)));
    }

    private static Case.Run steady(Plan plan, Registry registry, RandomBlob blob, int parts)
            throws IOException, InterruptedException {
        String repository = publish(plan, registry, blob);
        return Steady.run(plan, registry, CONNECTIONS, () -> {
            var random = new Random(7);
            var requests = new ArrayList<Request>();
            for (int i = 0; i < QUESTIONS; i++) {
                requests.add(registry.blob("GET", repository, blob.digest())
                        .header("Range", ranges(random, blob.length(), parts))
                        .expecting(206));
            }
            return requests;
        });
    }

    /// Parts of one MiB in all, in order, far from each other.
    private static String ranges(Random random, long length, int parts) {
        long each = PART / parts;
        long stride = length / parts;
        var ranges = new StringJoiner(",", "bytes=", "");
        for (int i = 0; i < parts; i++) {
            long start = i * stride + random.nextLong(stride / each) * each;
            ranges.add(start + "-" + (start + each - 1));
        }
        return ranges.toString();
    }

    private static Case.Run hangingUp(Plan plan, Registry registry, RandomBlob blob)
            throws IOException, InterruptedException {
        String repository = publish(plan, registry, blob);
        int count = plan.pick(32, 1_000);
        long parts = blob.length() / PART - 1;
        return _ -> Counted.measure(registry, CONNECTIONS, count, (connection, index) -> {
            long start = index * 37L % parts * PART;
            return connection.readSome(
                    registry.blob("GET", repository, blob.digest())
                            .header("Range", "bytes=" + start + "-")
                            .expecting(206),
                    PART);
        });
    }

    private static String publish(Plan plan, Registry registry, RandomBlob blob)
            throws IOException, InterruptedException {
        String repository = plan.repository("ranges");
        registry.seedOnce(
                repository,
                () -> registry.publisher().publish(Publication.blobs(repository, List.of(blob))));
        return repository;
    }
}
