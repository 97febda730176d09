package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Upload;

import java.util.List;
import java.util.Set;

/// B11: many small blobs at once; what a push costs when its bytes cost nothing.
final class SmallBlobs implements Scenario {
    private static final int WRITERS = 16;
    private static final long BYTES = Bytes.kibi(4);

    @Override
    public String id() {
        return "B11";
    }

    @Override
    public String title() {
        return "push small unique blobs";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int count = plan.items(200, 10_000);
        return List.of(Case.of(
                        "%,d × 4 KiB, 16 writers".formatted(count),
                        Figure.REQUESTS_PER_SECOND,
                        registry -> run(plan, registry, count))
                .withFloor(new Floor.Work(count, BYTES, WRITERS))
                .judgedBy(
                        Bar.atLeast(5, "distribution", Figure.REQUESTS_PER_SECOND),
                        Bar.atMost(1.2, Figure.GROWTH)));
    }

    private static Case.Run run(Plan plan, Registry registry, int all) {
        String repository = plan.repository("small");
        return round -> {
            int count = Plan.pieces(all, round);
            List<RandomBlob> blobs = PushBlobs.blobs(plan.series(11, round), count, BYTES);
            return Counted.measure(
                    registry,
                    WRITERS,
                    count,
                    (connection, index) ->
                            Upload.IN_TWO.push(registry, connection, repository, blobs.get(index)));
        };
    }
}
