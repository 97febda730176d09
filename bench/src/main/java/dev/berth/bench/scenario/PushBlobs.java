package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.CPU_MICROS_PER_REQUEST;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;
import static dev.berth.bench.measure.Figure.SECONDS;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B8: blobs that nobody has seen, pushed with POST and PUT.
final class PushBlobs implements Scenario {
    private static final int PURPOSE = 8;
    private static final int JUDGED_WRITERS = 4;

    @Override
    public String id() {
        return "B8";
    }

    @Override
    public String title() {
        return "push unique blobs, POST and PUT";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public boolean isolated() {
        return true;
    }

    @Override
    public List<Case> cases(Plan plan) {
        if (plan.size() == Plan.Size.QUICK) {
            return List.of(
                    judged(plan, Bytes.kibi(4), 40),
                    judged(plan, Bytes.mebi(1), 8),
                    judged(plan, Bytes.mebi(10), 4));
        }
        var cases = new ArrayList<>(List.of(
                judged(plan, Bytes.kibi(4), 500),
                judged(plan, Bytes.mebi(1), 80),
                judged(plan, Bytes.mebi(10), 24),
                judged(plan, Bytes.mebi(100), 8)));
        for (int writers : List.of(1, 16)) {
            cases.add(push(plan, Bytes.mebi(1), 80, writers));
            cases.add(push(plan, Bytes.mebi(10), 24, writers));
            cases.add(push(plan, Bytes.mebi(100), Math.max(4, writers), writers));
        }
        cases.add(push(plan, Bytes.mebi(1024), 1, 1));
        return cases;
    }

    private static Case judged(Plan plan, long bytes, int count) {
        Case pushing = push(plan, bytes, count, JUDGED_WRITERS);
        return bytes <= Bytes.mebi(1)
                ? pushing.judgedBy(
                        Bar.atLeast(2, "distribution", REQUESTS_PER_SECOND),
                        Bar.atMost(0.5, "distribution", CPU_MICROS_PER_REQUEST))
                : pushing.judgedBy(Bar.atMost(1.3, Floor.NAME, SECONDS));
    }

    private static Case push(Plan plan, long bytes, int count, int writers) {
        return of(plan, PURPOSE, Upload.IN_TWO, "", bytes, count, writers);
    }

    /// A case of blobs that are pushed in that way.
    static Case of(
            Plan plan, int purpose, Upload way, String prefix, long bytes, int count, int writers) {
        String name =
                "%s%d × %s, %d writers".formatted(prefix, count, Bytes.format(bytes), writers);
        return Case.of(
                        name,
                        REQUESTS_PER_SECOND,
                        registry -> run(plan, purpose, way, registry, bytes, count, writers))
                .withFloor(new Floor.Work(count, bytes, writers));
    }

    private static Case.Run run(
            Plan plan,
            int purpose,
            Upload way,
            Registry registry,
            long bytes,
            int all,
            int writers) {
        String repository = plan.repository("push");
        return round -> {
            int count = Plan.pieces(all, round);
            List<RandomBlob> blobs = blobs(plan.series(purpose, round), count, bytes);
            return Counted.measure(
                    registry,
                    writers,
                    count,
                    (connection, index) ->
                            way.push(registry, connection, repository, blobs.get(index)));
        };
    }

    static List<RandomBlob> blobs(long series, int count, long bytes) {
        return IntStream.range(0, count)
                .mapToObj(number -> RandomBlob.of(series, number, bytes))
                .toList();
    }
}
