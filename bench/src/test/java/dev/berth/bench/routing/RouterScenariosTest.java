package dev.berth.bench.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.scenario.Scenarios;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterScenariosTest {
    @Test
    void they_are_numbered_from_one_to_fourteen() {
        List<String> numbers =
                IntStream.rangeClosed(1, 14).mapToObj(n -> "RB" + n).toList();

        assertThat(RouterScenarios.all()).extracting(Scenario::id).isEqualTo(numbers);
    }

    @Test
    void some_can_be_asked_for_by_number() {
        assertThat(Scenarios.named(RouterScenarios.all(), Set.of("RB4")))
                .extracting(Scenario::title)
                .containsExactly("cold storm");
    }
}
