package dev.berth.router.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RedisConnectionTest {
    private static @Nullable Object read(String text) throws IOException {
        return RedisConnection.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Test
    void answers_are_read_as_what_they_are() throws Exception {
        assertThat(read("+OK\r\n")).isEqualTo("OK");
        assertThat(read(":7\r\n")).isEqualTo(7L);
        assertThat(read("$4\r\na\r\nb\r\n")).isEqualTo("a\r\nb");
        assertThat(read("$-1\r\n")).isNull();
        assertThat(read("*2\r\n$1\r\na\r\n*0\r\n")).isEqualTo(List.of("a", List.of()));
        assertThat(read("*2\r\n$-1\r\n:1\r\n")).isEqualTo(Arrays.asList(null, 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "READONLY You can't write against a read only replica., false",
        "LOADING Redis is loading the dataset in memory, false",
        "MASTERDOWN Link with MASTER is down, false",
        "NOAUTH Authentication required., false",
        "NOPERM no permissions, true",
        "WRONGTYPE another kind of value, true"
    })
    void R34_a_server_that_is_no_master_any_more_is_left(String error, boolean stays) {
        assertThatThrownBy(() -> read("-" + error + "\r\n"))
                .isInstanceOfSatisfying(
                        RedisException.class,
                        refused -> assertThat(refused.isConnectionUsable()).isEqualTo(stays));
    }

    @Test
    void a_refusal_is_thrown_with_its_words() {
        assertThatThrownBy(() -> read("-NOPERM no\r\n")).hasMessageContaining("NOPERM no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2000000\r\n",
                "*300\r\n",
                "$x\r\n",
                "$5\r\nab\r\n",
                "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*0\r\n",
                "HTTP/1.1 400\r\n",
                "\r\n",
            })
    void what_no_redis_sends_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(RedisException.class);
    }

    @FuzzTest(maxDuration = "1m")
    void no_bytes_do_more_than_be_refused(byte[] bytes) {
        try {
            RedisConnection.read(new ByteArrayInputStream(bytes), 0);
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }
}
