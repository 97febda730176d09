package dev.berth.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AnswerParserTest {
    private static final Request GET =
            new RequestBuilder(Endpoint.loopback(1), "GET", "/").expecting(200);

    private final AnswerParser parser = new AnswerParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void an_answer_ends_at_the_same_place_however_it_is_cut_into_pieces(String answer)
            throws IOException {
        byte[] bytes = (answer + "next").getBytes(ISO_8859_1);
        for (int piece = 1; piece <= bytes.length; piece++) {
            assertThat(bytesUpToTheEnd(bytes, piece)).isEqualTo(answer.length());
            assertThat(parser.status()).isEqualTo(200);
            assertThat(parser.bodyBytes()).isEqualTo(5);
        }
    }

    @Test
    void an_answer_without_length_or_chunks_is_refused() {
        parser.begin(GET);
        var answer = ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));

        assertThatThrownBy(() -> parser.feed(answer, AnswerParser.Sink.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither a length nor chunks");
    }

    @Test
    void what_is_not_http_is_refused() {
        parser.begin(GET);
        var answer = ByteBuffer.wrap("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(ISO_8859_1));

        assertThatThrownBy(() -> parser.feed(answer, AnswerParser.Sink.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not an HTTP answer");
    }

    private int bytesUpToTheEnd(byte[] bytes, int piece) throws IOException {
        parser.begin(GET);
        int consumed = 0;
        boolean complete = false;
        while (!complete) {
            var part = ByteBuffer.wrap(bytes, consumed, Math.min(piece, bytes.length - consumed));
            complete = parser.feed(part, AnswerParser.Sink.NONE);
            consumed = part.position();
        }
        return consumed;
    }
}
