package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Operation;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Upload;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// B19: three pulls to one push, as zot's `zb` mixes them, and for minutes on end.
final class Mixed implements Scenario {
    private static final int PURPOSE = 19;
    private static final int PULLED_BLOBS = 8;
    private static final int PUSH_EVERY = 4;

    @Override
    public String id() {
        return "B19";
    }

    @Override
    public String title() {
        return "75 % pulls, 25 % pushes";
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
        var cases = new ArrayList<Case>();
        for (int mebibytes : plan.pick(List.of(1), List.of(1, 10, 100))) {
            cases.add(counted(plan, Bytes.mebi(mebibytes), plan.pick(20, 100)));
        }
        var soak = plan.pick(Duration.ofSeconds(1), Duration.ofMinutes(5));
        cases.add(soak(plan, soak));
        return cases;
    }

    private static Case counted(Plan plan, long bytes, int count) {
        return Case.of(
                "%d × %s, 10 connections".formatted(count, Bytes.format(bytes)),
                Figure.REQUESTS_PER_SECOND,
                registry -> {
                    List<RandomBlob> pulled = publish(plan, registry, bytes);
                    return round -> {
                        List<RandomBlob> pushed = PushBlobs.blobs(
                                plan.series(PURPOSE, round), count / PUSH_EVERY, bytes);
                        return Counted.measure(
                                registry, 10, count, mix(plan, registry, pulled, pushed));
                    };
                });
    }

    private static Case soak(Plan plan, Duration time) {
        int pushes = plan.pick(500, 20_000);
        return Case.of(
                        "%d s of 1 MiB, 32 connections".formatted(time.toSeconds()),
                        Figure.REQUESTS_PER_SECOND,
                        registry -> {
                            List<RandomBlob> pulled = publish(plan, registry, Bytes.mebi(1));
                            return round -> {
                                List<RandomBlob> pushed = PushBlobs.blobs(
                                        plan.series(PURPOSE, round + 100), pushes, Bytes.mebi(1));
                                return Meter.measure(
                                        registry.process(),
                                        () -> CountedLoad.runFor(
                                                registry.endpoint(),
                                                32,
                                                pushes * PUSH_EVERY,
                                                time,
                                                mix(plan, registry, pulled, pushed)));
                            };
                        })
                .cold();
    }

    private static List<RandomBlob> publish(Plan plan, Registry registry, long bytes)
            throws IOException, InterruptedException {
        List<RandomBlob> pulled = PushBlobs.blobs(plan.series(PURPOSE, 900), PULLED_BLOBS, bytes);
        registry.publisher().publish(Publication.blobs(plan.repository("mixed"), pulled));
        return pulled;
    }

    private static Operation mix(
            Plan plan, Registry registry, List<RandomBlob> pulled, List<RandomBlob> pushed) {
        String repository = plan.repository("mixed");
        return (connection, index) -> {
            if (index % PUSH_EVERY == PUSH_EVERY - 1) {
                RandomBlob blob = pushed.get(index / PUSH_EVERY);
                return Upload.IN_TWO.push(registry, connection, repository, blob);
            }
            String digest = pulled.get(index % PULLED_BLOBS).digest();
            return connection.drain(registry.blob("GET", repository, digest).expecting(200));
        };
    }
}
