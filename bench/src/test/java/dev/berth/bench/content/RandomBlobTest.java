package dev.berth.bench.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bench.http.Body;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomBlobTest {
    /// More than the random block that all blobs share, so that it wraps around.
    private static final int LONG = 20 * 1024 * 1024 + 7;

    @Test
    void the_digest_is_that_of_the_bytes_that_are_written() throws Exception {
        var blob = RandomBlob.of(1, 2, LONG);
        byte[] bytes = bytes(blob);

        assertThat(bytes).hasSize(LONG);
        assertThat(blob.digest())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void slices_put_together_are_the_blob() throws IOException {
        var blob = RandomBlob.of(1, 2, LONG);
        byte[] bytes = bytes(blob);
        int cut = 11 * 1024 * 1024 + 3;

        assertThat(bytes(blob.slice(0, cut))).isEqualTo(Arrays.copyOf(bytes, cut));
        assertThat(bytes(blob.slice(cut, LONG - cut)))
                .isEqualTo(Arrays.copyOfRange(bytes, cut, LONG));
    }

    @Test
    void another_number_or_series_gives_other_bytes() {
        assertThat(RandomBlob.of(1, 2, 4096).digest())
                .isEqualTo(RandomBlob.of(1, 2, 4096).digest())
                .isNotEqualTo(RandomBlob.of(1, 3, 4096).digest())
                .isNotEqualTo(RandomBlob.of(2, 2, 4096).digest());
    }

    private static byte[] bytes(Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        body.writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }
}
