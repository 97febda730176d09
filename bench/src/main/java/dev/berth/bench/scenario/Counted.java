package dev.berth.bench.scenario;

import dev.berth.bench.load.CountedLoad;
import dev.berth.bench.load.Operation;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Registry;

import java.io.IOException;

/// A round of counted work.
final class Counted {
    private Counted() {}

    static Sample measure(Registry registry, int writers, int count, Operation operation)
            throws IOException, InterruptedException {
        return Meter.measure(
                registry.process(),
                () -> CountedLoad.run(
                        registry.endpoint(), writers, count, Plan.DEADLINE, operation));
    }
}
