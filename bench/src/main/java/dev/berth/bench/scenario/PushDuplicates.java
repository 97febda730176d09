package dev.berth.bench.scenario;

import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Figure;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;
import dev.berth.bench.target.Upload;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// B10: bytes that the registry has, pushed to repositories that do not, by clients that do not
/// ask.
final class PushDuplicates implements Scenario {
    @Override
    public String id() {
        return "B10";
    }

    @Override
    public String title() {
        return "push the same blob to new repositories";
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
        int count = plan.pick(4, 24);
        RandomBlob blob = RandomBlob.of(plan.series(10, 0), 0, Bytes.mebi(10));
        return plan.pick(List.of(4), List.of(4, 16)).stream()
                .map(writers -> Case.of(
                        "%d × 10 MiB, %d writers".formatted(count, writers),
                        Figure.REQUESTS_PER_SECOND,
                        registry -> run(plan, registry, blob, count, writers)))
                .toList();
    }

    private static Case.Run run(
            Plan plan, Registry registry, RandomBlob blob, int count, int writers) {
        return round -> {
            List<String> repositories = IntStream.range(0, count)
                    .mapToObj(i -> plan.repository("same", round, i))
                    .toList();
            for (String repository : repositories) {
                registry.access().authorization(Scope.push(repository));
            }
            return Counted.measure(
                    registry,
                    writers,
                    count,
                    (connection, index) -> Upload.IN_TWO.push(
                            registry, connection, repositories.get(index), blob));
        };
    }
}
