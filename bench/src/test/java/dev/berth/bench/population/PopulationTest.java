package dev.berth.bench.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PopulationTest {
    private static final Population MANY =
            new Population(1_000, 2_000, 10, 5_000, 100_000, "Secret-1");

    @Test
    void every_user_belongs_to_ten_different_projects_that_are_there() {
        for (int user = 0; user < MANY.users(); user++) {
            assertThat(MANY.projectsOf(user))
                    .hasSize(10)
                    .doesNotHaveDuplicates()
                    .allMatch(number -> number >= 0 && number < MANY.projects() - 1);
        }
    }

    @Test
    void all_belong_to_the_crowded_project_and_spread_evenly_over_the_others() {
        var members = IntStream.range(0, MANY.users())
                .boxed()
                .flatMap(user -> MANY.projectsOf(user).stream())
                .collect(groupingBy(number -> number, counting()));

        assertThat(members).hasSize(MANY.projects() - 1).containsEntry(0, 2_000L);
        assertThat(members.values())
                .filteredOn(count -> count != 2_000)
                .allMatch(count -> count >= 17 && count <= 19);
    }

    @Test
    void a_user_is_no_member_of_a_project_twice() {
        assertThatThrownBy(() -> new Population(10, 5, 10, 0, 0, "Secret-1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
