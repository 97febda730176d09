package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// B5: "do you have this layer?", the question that decides what a push sends.
final class BlobHead implements Scenario {
    private static final int CONNECTIONS = 64;
    private static final int BLOB_BYTES = 1024;
    private static final double ZIPF_EXPONENT = 1.1;
    private static final int QUESTIONS = 20_000;

    @Override
    public String id() {
        return "B5";
    }

    @Override
    public String title() {
        return "HEAD blob";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.READ);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int blobs = plan.pick(200, 10_000);
        return List.of(
                head(plan, "hit, uniform", 200, blobs, uniform(blobs)),
                head(plan, "hit, Zipf 1.1", 200, blobs, zipf(blobs)),
                head(plan, "miss", 404, blobs, uniform(blobs)));
    }

    private static Case head(Plan plan, String name, int status, int blobs, int[] order) {
        return Case.of(
                "%s, %,d digests, 64 connections".formatted(name, blobs),
                Figure.REQUESTS_PER_CPU_SECOND,
                registry -> open(plan, registry, status, blobs, order));
    }

    private static Case.Run open(Plan plan, Registry registry, int status, int blobs, int[] order)
            throws IOException, InterruptedException {
        String repository = plan.repository("blobs");
        List<RandomBlob> present = blobs(plan, blobs, 0);
        registry.seedOnce(
                repository,
                () -> registry.publisher().publish(Publication.blobs(repository, present)));
        List<RandomBlob> asked = status == 200 ? present : blobs(plan, blobs, 1);
        return Steady.run(plan, registry, CONNECTIONS, () -> {
            var requests = new ArrayList<Request>();
            for (RandomBlob blob : asked) {
                requests.add(registry.blob("HEAD", repository, blob.digest()).expecting(status));
            }
            return IntStream.of(order).mapToObj(requests::get).toList();
        });
    }

    private static List<RandomBlob> blobs(Plan plan, int count, int round) {
        long series = plan.series(5, round);
        return IntStream.range(0, count)
                .mapToObj(number -> RandomBlob.of(series, number, BLOB_BYTES))
                .toList();
    }

    private static int[] uniform(int blobs) {
        return new Random(5).ints(QUESTIONS, 0, blobs).toArray();
    }

    /// The blob of rank k is asked for in proportion to 1 / k^1.1.
    private static int[] zipf(int blobs) {
        double[] cumulative = new double[blobs];
        double sum = 0;
        for (int rank = 0; rank < blobs; rank++) {
            sum += 1 / Math.pow(rank + 1, ZIPF_EXPONENT);
            cumulative[rank] = sum;
        }
        double total = sum;
        return new Random(5)
                .doubles(QUESTIONS)
                .mapToInt(share -> rank(cumulative, share * total))
                .toArray();
    }

    private static int rank(double[] cumulative, double point) {
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
    }
}
