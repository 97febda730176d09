package dev.berth.core.api;

import static dev.berth.core.testing.TestCore.ADMIN;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Pages, orders and filters as every list has them, seen on the list of users `u01` to `u25`.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ListsTest {
    private static final String USERS = "/api/v2.0/users";
    private static final Pattern NAME = Pattern.compile("\"username\":\"([^\"]*)\"");

    private final TestCore core;

    ListsTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
        for (int i = 1; i <= 25; i++) {
            var _ = core.addUser("u%02d".formatted(i));
        }
    }

    @AfterAll
    void stop() {
        core.close();
    }

    private HttpResponse<String> list(String query) throws IOException, InterruptedException {
        return core.get(USERS + query, ADMIN);
    }

    private static String names(HttpResponse<String> answer) {
        return NAME.matcher(answer.body())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining(" "));
    }

    private static String link(HttpResponse<String> answer) {
        return answer.headers().firstValue("Link").orElse("");
    }

    @Test
    void a_page_has_ten_entries_unless_it_is_said() throws Exception {
        var first = list("");

        assertThat(names(first)).isEqualTo("u01 u02 u03 u04 u05 u06 u07 u08 u09 u10");
        assertThat(first.headers().firstValue("X-Total-Count")).contains("25");
        assertThat(link(first)).isEqualTo("</api/v2.0/users?page=2&page_size=10>; rel=\"next\"");
    }

    @Test
    void a_page_in_the_middle_links_both_ways() throws Exception {
        assertThat(link(list("?page_size=10&page=2")))
                .isEqualTo("</api/v2.0/users?page=1&page_size=10>; rel=\"prev\" , "
                        + "</api/v2.0/users?page=3&page_size=10>; rel=\"next\"");
    }

    @Test
    void the_last_page_and_those_beyond_link_back_only() throws Exception {
        var last = list("?page=3");
        var beyond = list("?page=9");

        assertThat(names(last)).isEqualTo("u21 u22 u23 u24 u25");
        assertThat(link(last)).doesNotContain("next").contains("page=2");
        assertThat(beyond.body()).isEqualTo("[]\n");
        assertThat(beyond.headers().firstValue("X-Total-Count")).contains("25");
    }

    @Test
    void a_size_of_0_is_all_of_them_without_a_link() throws Exception {
        var all = list("?page_size=0");

        assertThat(names(all)).startsWith("u01 ").endsWith(" u25");
        assertThat(link(all)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?page_size=101",
                "?page_size=-1",
                "?page=-1",
                "?page=x",
                "?page=9223372036854775807",
                "?page_size=1.5"
            })
    void a_number_that_cannot_be_is_unprocessable(String query) throws Exception {
        var answer = list(query);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"UNPROCESSABLE_ENTITY\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "?page_size=3&sort=-username               | u25 u24 u23",
                "?page_size=2&sort=-user_id                | u25 u24",
                "?page_size=2&sort=-UserID                 | u25 u24",
                "?page_size=2&sort=colour,-username        | u25 u24",
                "?page_size=2&sort=password_hash           | u01 u02",
                "?q=username=u07                           | u07",
                "?q=username=~U2                           | u20 u21 u22 u23 u24 u25",
                "?q=username=~1,email=~U2                  | u21",
                "?q=user_id=[25~]                          | u24 u25",
                "?q=username=%7Bu03%20'u04'%7D             | u03 u04",
                "?q=username=%257Bu03%2520u04%257D         | u03 u04",
                "?q=password_hash=~argon,username=u01      | u01",
                "?q=sysadmin_flag=true                     | ''",
                "?username=u1&page_size=2&page=2           | u12 u13",
                "?email=u19                                | u19"
            })
    void what_is_asked_for_comes_in_its_order(String query, String found) throws Exception {
        assertThat(names(list(query))).isEqualTo(found.replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=username",
                "?q=username=%5Ba",
                "?q=user_id=one",
                "?q=%25zz",
                "?q=creation_time=%252B999999999-01-01T00:00:00",
                "?q=creation_time=%5B-999999999-01-01T00:00:00~%5D"
            })
    void a_filter_that_cannot_be_read_is_a_bad_request(String query) throws Exception {
        var answer = list(query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"BAD_REQUEST\"");
    }

    @Test
    void a_link_repeats_the_question_as_harbor_writes_it() throws Exception {
        assertThat(link(list("?sort=-username&q=username%3D~u,email%3D~u%20%20&page_size=1")))
                .isEmpty();
        assertThat(link(list("?sort=-username&q=username%3D~u&page_size=24")))
                .isEqualTo("</api/v2.0/users?page=2&page_size=24&q=username=~u&sort=-username>;"
                        + " rel=\"next\"");
    }

    @Test
    void what_would_end_a_link_stays_encoded() throws Exception {
        var evil = link(list("?page_size=1&x=%0D%0ASet-Cookie:%20a&y=%3E;%20%22&z=%26%C3%A4"));

        assertThat(evil)
                .contains("x=%0D%0ASet-Cookie%3A+a", "y=%3E%3B+%22", "z=%26%C3%A4")
                .endsWith(">; rel=\"next\"");
    }
}
