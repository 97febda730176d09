package dev.berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.database.Listing.Condition;
import dev.berth.platform.database.Listing.Match;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ListQueryTest {
    private static Match match(String value) {
        return ListQuery.parse("k=" + value).getFirst().match();
    }

    @Test
    void no_text_is_no_condition() {
        assertThat(ListQuery.parse("")).isEmpty();
    }

    @Test
    void conditions_stand_between_commas_in_their_order() {
        assertThat(ListQuery.parse("name=~lib,public=true"))
                .containsExactly(
                        new Condition("name", new Match.Contains("lib")),
                        new Condition("public", new Match.Equal("true")));
    }

    @Test
    void each_form_has_its_meaning() {
        assertThat(match("v")).isEqualTo(new Match.Equal("v"));
        assertThat(match("")).isEqualTo(new Match.Equal(""));
        assertThat(match("a=b")).isEqualTo(new Match.Equal("a=b"));
        assertThat(match("~")).isEqualTo(new Match.Contains(""));
        assertThat(match("[1~5]")).isEqualTo(between("1", "5"));
        assertThat(match("{a b c}")).isEqualTo(new Match.AnyOf(List.of("a", "b", "c")));
        assertThat(match("(1 2)")).isEqualTo(new Match.AllOf(List.of("1", "2")));
        assertThat(match("{}")).isEqualTo(new Match.AnyOf(List.of()));
    }

    @Test
    void a_backslash_takes_the_meaning_from_what_follows() {
        assertThat(match("\\~v")).isEqualTo(new Match.Equal("~v"));
        assertThat(match("\\[v")).isEqualTo(new Match.Equal("[v"));
        assertThat(match("\\\\v")).isEqualTo(new Match.Equal("\\v"));
    }

    @Test
    void a_range_may_be_open_and_its_bounds_quoted() {
        assertThat(match("[~5]")).isEqualTo(new Match.Between(Optional.empty(), Optional.of("5")));
        assertThat(match("[1~]")).isEqualTo(new Match.Between(Optional.of("1"), Optional.empty()));
        assertThat(match("[\"2020-04-09 02:36:00\"~'2021-01-01 00:00:00']"))
                .isEqualTo(between("2020-04-09 02:36:00", "2021-01-01 00:00:00"));
    }

    @Test
    void quotes_keep_an_element_together_as_replication_sends_them() {
        assertThat(match("{'123' 'a bc' \"d\"}"))
                .isEqualTo(new Match.AnyOf(List.of("123", "a bc", "d")));
    }

    @Test
    void the_text_is_decoded_once_more() {
        assertThat(ListQuery.parse("name=a%2Fb%2Cc=1"))
                .isEqualTo(ListQuery.parse("name=a/b,c=1"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "project_id, project_id",
        "ProjectID, project_id",
        "Level, level",
        "UserId, user_id",
        "creationTime, creation_time"
    })
    void a_column_has_its_name_or_that_in_harbors_code(String key, String column) {
        assertThat(ListQuery.parse(key + "=1").getFirst().column()).isEqualTo(column);
    }

    @Test
    void suffixes_say_the_same_in_other_words() {
        assertThat(ListQuery.parse("k__icontains=v,k__exact=~v,k__in=a b,k__gte=1,k__lte=2"))
                .extracting(Condition::match)
                .containsExactly(
                        new Match.Contains("v"),
                        new Match.Equal("~v"),
                        new Match.AnyOf(List.of("a", "b")),
                        new Match.Between(Optional.of("1"), Optional.empty()),
                        new Match.Between(Optional.empty(), Optional.of("2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k",
                "=v",
                "k=v,",
                ",",
                "k=[1]",
                "k=[1~2~3]",
                "k=[1~2",
                "k={a",
                "k=(a",
                "k={'a}",
                "k=[",
                "k=%zz"
            })
    void what_cannot_be_read_is_refused(String text) {
        assertThatThrownBy(() -> ListQuery.parse(text)).isInstanceOf(ListQueryException.class);
    }

    @Test
    void more_conditions_than_a_database_takes_are_refused() {
        var most = String.join(",", Collections.nCopies(ListQuery.CONDITIONS_MAX, "k=1"));
        var all = String.join(" ", Collections.nCopies(ListQuery.CONDITIONS_MAX, "1"));

        assertThat(ListQuery.parse(most)).hasSize(ListQuery.CONDITIONS_MAX);
        assertThat(ListQuery.parse("k=(" + all + ")")).hasSize(1);
        assertThat(ListQuery.parse("k={" + all + " 1}")).hasSize(1);
        for (var text : List.of(most + ",k=1", "k=(" + all + " 1)", "k=1,k=(" + all + ")")) {
            assertThatThrownBy(() -> ListQuery.parse(text))
                    .as(text)
                    .isInstanceOf(ListQueryException.class);
        }
    }

    private static Match between(String min, String max) {
        return new Match.Between(Optional.of(min), Optional.of(max));
    }
}
