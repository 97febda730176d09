package dev.berth.bench.scenario;

import dev.berth.bench.measure.Bar;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One set of parameters of a scenario.
///
/// @param name unique in its scenario
/// @param headline the figure that ratios are about
/// @param floor the same work without a registry; empty where there is none
/// @param warmUp whether targets work before the first round
public record Case(
        String name,
        Figure headline,
        List<Bar> bars,
        Stage stage,
        Optional<Floor.Work> floor,
        boolean warmUp) {

    /// Prepares a target, outside of any measurement.
    @FunctionalInterface
    public interface Stage {
        /// Fills the registry, and says how a round goes.
        ///
        /// @throws IOException if it cannot be prepared; a [NotTakingPartException] if the
        ///     registry lacks what the case needs
        Run open(Registry registry) throws IOException, InterruptedException;
    }

    /// One round on the target that the stage prepared.
    @FunctionalInterface
    public interface Run {
        /// Measures once.
        ///
        /// @param round from 0; below 0 while warming up
        Sample sample(int round) throws IOException, InterruptedException;
    }

    public Case {
        bars = List.copyOf(bars);
    }

    /// Whether the case has a bar, or is what another one of `all` is compared with.
    public boolean isJudgedIn(List<Case> all) {
        return !bars.isEmpty()
                || all.stream()
                        .flatMap(other -> other.bars.stream())
                        .anyMatch(bar ->
                                bar instanceof Bar.ToCase to && to.caseName().equals(name));
    }

    public static Case of(String name, Figure headline, Stage stage) {
        return new Case(name, headline, List.of(), stage, Optional.empty(), true);
    }

    public Case judgedBy(Bar... judges) {
        return new Case(name, headline, List.of(judges), stage, floor, warmUp);
    }

    Case withFloor(Floor.Work work) {
        return new Case(name, headline, bars, stage, Optional.of(work), warmUp);
    }

    /// The same without a warm-up.
    public Case cold() {
        return new Case(name, headline, bars, stage, floor, false);
    }
}
