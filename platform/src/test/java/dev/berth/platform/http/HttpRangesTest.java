package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HttpRangesTest {
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private static Response answer(Method method, String... headers) {
        var whole = Response.of(200, "Content-Type", "a/b", "ETag", "\"tag\"")
                .withBody(new Body.Bytes(BYTES));
        return HttpRanges.answer(
                new TestRequest(method, "/blob", Headers.of(headers)),
                whole,
                (offset, length) -> new Body.Bytes(
                        Arrays.copyOfRange(BYTES, (int) offset, (int) (offset + length))));
    }

    private static String text(Body body) {
        return switch (body) {
            case Body.Bytes(var bytes) -> new String(bytes, StandardCharsets.US_ASCII);
            case Body.Sequence(var parts) ->
                String.join("", parts.stream().map(HttpRangesTest::text).toList());
            case Body.FileRegion _, Body.Stream _ ->
                throw new AssertionError("only bytes are made here");
        };
    }

    @ParameterizedTest(name = "{0} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    bytes=0-0            | bytes 0-0/10 | 0
                    bytes=2-5            | bytes 2-5/10 | 2345
                    bytes=5-             | bytes 5-9/10 | 56789
                    bytes=-3             | bytes 7-9/10 | 789
                    bytes=-30            | bytes 0-9/10 | 0123456789
                    bytes=8-20           | bytes 8-9/10 | 89
                    bytes=8-99999999999999999999999 | bytes 8-9/10 | 89
                    Bytes= 1-1           | bytes 1-1/10 | 1
                    bytes=20-30,1-2      | bytes 1-2/10 | 12
                    """)
    void a_single_range_is_206_with_its_bytes(String range, String contentRange, String body) {
        var answer = answer(Method.GET, "Range", range);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers().first("Content-Range")).contains(contentRange);
        assertThat(answer.headers().first("Content-Type")).contains("a/b");
        assertThat(text(answer.body())).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bytes=500-0
                    bytes=10-
                    bytes=10-20
                    bytes=99999999999999999999999-
                    bytes=-0
                    bytes=
                    bytes=-
                    bytes=a-b
                    bytes=1-2,x
                    bytes=1--2
                    bytes=+1-2
                    """)
    void a_range_that_is_not_there_or_makes_no_sense_is_416(String range) {
        var answer = answer(Method.GET, "Range", range);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.headers().first("Content-Range")).contains("bytes */10");
        assertThat(answer.body().length()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    items=0-1
                    nonsense
                    bytes=0-5,2-8
                    bytes=0-,0-,0-,0-
                    bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6
                    """)
    void other_units_too_many_ranges_and_more_than_the_whole_get_the_whole(String range) {
        var answer = answer(Method.GET, "Range", range);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer.body())).isEqualTo("0123456789");
        assertThat(answer.headers().first("Accept-Ranges")).contains("bytes");
    }

    @Test
    void several_ranges_are_parts_in_the_order_asked_for() {
        var answer = answer(Method.GET, "Range", "bytes=6-7, 0-1,-1");

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.headers().all("Content-Type")).hasSize(1);
        var type = answer.headers().first("Content-Type").orElseThrow();
        assertThat(type).matches("multipart/byteranges; boundary=[A-Za-z0-9:-]+");
        var boundary = type.substring(type.indexOf('=') + 1);
        assertThat(text(answer.body()))
                .isEqualTo("""

                --B
                Content-Type: a/b
                Content-Range: bytes 6-7/10

                67
                --B
                Content-Type: a/b
                Content-Range: bytes 0-1/10

                01
                --B
                Content-Type: a/b
                Content-Range: bytes 9-9/10

                9
                --B--
                """.replace("\n", "\r\n").replace("--B", "--" + boundary));
    }

    @Test
    void head_ignores_ranges() {
        assertThat(answer(Method.HEAD, "Range", "bytes=0-1").status()).isEqualTo(200);
    }

    @Test
    void nothing_is_cut_from_something_empty() {
        var empty = HttpRanges.answer(
                new TestRequest(Method.GET, "/blob", Headers.of("Range", "bytes=0-10")),
                Response.of(200),
                (_, _) -> Body.EMPTY);

        assertThat(empty.status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    If-None-Match | "tag"            | 304
                    If-None-Match | W/"tag"          | 304
                    If-None-Match | "other", "tag"   | 304
                    If-None-Match | *                | 304
                    If-None-Match | "other"          | 200
                    If-Match      | "tag"            | 200
                    If-Match      | *                | 200
                    If-Match      | W/"tag"          | 412
                    If-Match      | "other"          | 412
                    """)
    void conditions_are_about_the_entity_tag(String field, String value, int status) {
        var answer = answer(Method.GET, field, value);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().length()).isEqualTo(status == 200 ? 10 : 0);
    }

    @ParameterizedTest(name = "If-Range: {0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    "tag"   | 206
                    "other" | 200
                    W/"tag" | 200
                    Sat, 21 Nov 2026 10:00:00 GMT | 200
                    """)
    void a_range_of_something_else_gets_the_whole(String ifRange, int status) {
        assertThat(answer(Method.GET, "Range", "bytes=0-1", "If-Range", ifRange).status())
                .isEqualTo(status);
    }
}
