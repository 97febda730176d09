package dev.berth.bench.scenario;

import dev.berth.bench.measure.CaseResult.Cell;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.process.Usage;
import dev.berth.bench.process.UsedMemory;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Target;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One target in one case: what it has scored so far, or why it is out.
final class Player {
    private static final int FLOOR_PURPOSE = 99;
    private static final int WARM_UP_CLOCK_FACTOR = 4;

    private final Target target;
    private final Plan plan;
    private final List<Sample> samples = new ArrayList<>();
    private Optional<Case.Run> run = Optional.empty();
    private long bytesWritten;
    private Optional<Cell> out = Optional.empty();

    Player(Target target, Plan plan) {
        this.target = target;
        this.plan = plan;
    }

    String name() {
        return target.name();
    }

    /// Fills the target, and lets it work until it is warm.
    void prepare(Case each) throws InterruptedException {
        try {
            Case.Run opened = open(each);
            run = Optional.of(opened);
            bytesWritten = each.floor().map(Floor.Work::allBytes).orElse(0L);
            if (each.warmUp()) {
                warmUp(opened);
            }
        } catch (NotTakingPartException e) {
            out = Optional.of(new Cell.Absent(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            out = Optional.of(new Cell.Failed(String.valueOf(e.getMessage())));
        }
    }

    /// Plays a round, unless the target is out.
    void play(int round) throws InterruptedException {
        if (out.isPresent() || run.isEmpty()) {
            return;
        }
        UsedMemory.provide(bytesWritten);
        try {
            samples.add(run.get().sample(round));
        } catch (IOException e) {
            out = Optional.of(new Cell.Failed(String.valueOf(e.getMessage())));
        }
    }

    Cell cell() {
        return out.orElseGet(() -> new Cell.Measured(samples));
    }

    private Case.Run open(Case each) throws IOException, InterruptedException {
        return switch (target) {
            case Registry registry -> each.stage().open(registry);
            case Floor floor -> floorRun(floor, each.floor().orElseThrow());
        };
    }

    private Case.Run floorRun(Floor floor, Floor.Work work) {
        return round -> {
            var part =
                    new Floor.Work(Plan.pieces(work.count(), round), work.bytes(), work.writers());
            floor.prepare(plan.series(FLOOR_PURPOSE, round), part);
            return Meter.measure(floor.process(), () -> floor.write(part));
        };
    }

    /// Counts the server's processor time, not the clock's: on a busy machine a compiler in the
    /// server would not get far in seconds. The clock ends it all the same.
    private void warmUp(Case.Run opened) throws IOException, InterruptedException {
        Duration most = plan.warmUp().multipliedBy(WARM_UP_CLOCK_FACTOR);
        long start = System.nanoTime();
        Usage before = target.process().usage();
        int round = -1;
        do {
            opened.sample(round--);
        } while (target.process().usage().since(before).cpu().compareTo(plan.warmUp()) < 0
                && System.nanoTime() - start < most.toNanos());
    }
}
