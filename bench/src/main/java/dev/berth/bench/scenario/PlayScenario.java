package dev.berth.bench.scenario;

import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.measure.CaseResult.Cell;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Plays the cases of a scenario: targets take turns, and every other round in reverse order.
///
/// A target that fails a case is out of that case, with the reason, and back in the next.
public final class PlayScenario {
    private final Plan plan;
    private final Consumer<String> progress;

    /// Reports on its way to `progress`, one line each.
    public PlayScenario(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// Plays one of the scenario's cases on those targets.
    public CaseResult play(Scenario scenario, Case each, List<Target> targets)
            throws InterruptedException {
        String title = scenario.id() + " " + each.name();
        var cells = new LinkedHashMap<String, Cell>();
        var players = new ArrayList<Player>();
        for (Target target : targets) {
            var missing = missing(scenario, each, target);
            cells.put(target.name(), new Cell.Absent(missing.orElse("not played")));
            if (missing.isEmpty()) {
                progress.accept(title + ": preparing " + target.name());
                var player = new Player(target, plan);
                player.prepare(each);
                players.add(player);
            }
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (Player player : round % 2 == 0 ? players : players.reversed()) {
                progress.accept("%s: round %d, %s".formatted(title, round + 1, player.name()));
                player.play(round);
            }
        }
        players.forEach(player -> cells.put(player.name(), player.cell()));
        return new CaseResult(scenario.id(), each.name(), each.headline(), each.bars(), cells);
    }

    private static Optional<String> missing(Scenario scenario, Case each, Target target) {
        return switch (target) {
            case Floor _ ->
                each.floor().isPresent()
                        ? Optional.empty()
                        : Optional.of("not a matter of hash, write and fsync");
            case Registry registry ->
                scenario.needs().stream()
                        .filter(ability -> !registry.can(ability))
                        .findFirst()
                        .map(ability -> "does not offer " + ability);
        };
    }
}
