package dev.berth.router.upstream;

import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.http.HttpClientResponse;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The answer to a call: its head, and its body as it comes.
///
/// - Whoever has it closes it; what is left of a short body is skipped then, of a long one the
///   connection is given up.
/// - Used by one thread.
public final class Reply implements AutoCloseable {
    private static final int VALUE_CHARACTERS_MAX = 8 * 1024;

    private final HttpClientResponse response;
    private final ReplyBody body;

    Reply(HttpClientResponse response, Duration wait) {
        this.response = response;
        this.body = new ReplyBody(response, wait);
    }

    public int status() {
        return response.statusCode();
    }

    /// The value of a field; empty if there is none, or one that no answer of ours could repeat.
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getHeader(name)).filter(Reply::isPlain);
    }

    private static boolean isPlain(String value) {
        return value.length() <= VALUE_CHARACTERS_MAX
                && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
    }

    /// The declared length of the body; that of a GET's if HEAD was asked.
    public OptionalLong length() {
        return header("Content-Length")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /// The body; closing it closes this reply. Reading fails with [UpstreamException] if it ends
    /// early, or if nothing comes for as long as the head was waited for.
    public InputStream body() {
        return body;
    }

    /// The whole body.
    ///
    /// @throws UpstreamException if it is longer than `bytesMax`; no more is read then
    public byte[] bytes(int bytesMax) throws UpstreamException {
        var bytes = body.readAll(bytesMax);
        if (bytes.length > bytesMax) {
            close();
            throw new UpstreamException(
                    Reason.BROKEN, "an answer of more than " + bytesMax + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() {
        body.close();
    }
}
