package dev.berth.bench.scenario;

import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Upload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// B9: the other ways to push: one request, a stream as Docker sends it, chunks.
final class PushWays implements Scenario {
    private static final int PURPOSE = 9;
    private static final int WRITERS = 4;

    @Override
    public String id() {
        return "B9";
    }

    @Override
    public String title() {
        return "push unique blobs in other ways";
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
        var ways = new LinkedHashMap<String, Upload>();
        ways.put("single POST, ", Upload.IN_ONE);
        ways.put("streamed PATCH, ", Upload.STREAMED);
        ways.put("chunks of 5 MiB, ", Upload.inChunksOf((int) Bytes.mebi(5)));
        ways.put("chunks of 16 MiB, ", Upload.inChunksOf((int) Bytes.mebi(16)));
        var cases = new ArrayList<Case>();
        ways.forEach((name, way) -> {
            for (Load load : plan.pick(QUICK, FULL)) {
                cases.add(PushBlobs.of(plan, PURPOSE, way, name, load.bytes, load.count, WRITERS));
            }
        });
        return cases;
    }

    private record Load(long bytes, int count) {}

    private static final List<Load> QUICK = List.of(new Load(Bytes.mebi(1), 8));
    private static final List<Load> FULL = List.of(
            new Load(Bytes.mebi(1), 80),
            new Load(Bytes.mebi(10), 24),
            new Load(Bytes.mebi(100), 4));
}
