package dev.berth.router.upstream;

import dev.berth.router.upstream.UpstreamException.Reason;

import io.vertx.core.http.HttpClientResponse;

import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
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
    private final ReadRoom room;
    private final Duration wait;
    private int taken;

    /// @param room for those that are read whole
    /// @param ahead for those that are read as they come
    Reply(HttpClientResponse response, ReadRoom room, ReadAhead ahead, Duration wait) {
        this.response = response;
        this.body = new ReplyBody(response, ahead, wait);
        this.room = room;
        this.wait = wait;
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

    /// The whole body, which may take as long as the head. A large one waits for room, and has it
    /// until this reply is closed.
    ///
    /// @throws UpstreamException if it is longer than `bytesMax`, or takes too long, or there
    ///     is no room for it for too long
    public byte[] bytes(int bytesMax) throws UpstreamException {
        var declared = length();
        if (declared.isPresent()) {
            requireAtMost(bytesMax, declared.getAsLong());
            makeRoom(declared.getAsLong());
            return body.readAll((int) declared.getAsLong());
        }
        var begun = body.readAll(Math.min(bytesMax, ReadRoom.SMALL_BYTES) + 1);
        if (begun.length <= Math.min(bytesMax, ReadRoom.SMALL_BYTES)) {
            return begun;
        }
        requireAtMost(bytesMax, begun.length);
        makeRoom(bytesMax);
        var rest = body.readAll(bytesMax - begun.length + 1);
        requireAtMost(bytesMax, (long) begun.length + rest.length);
        var whole = Arrays.copyOf(begun, begun.length + rest.length);
        System.arraycopy(rest, 0, whole, begun.length, rest.length);
        return whole;
    }

    private void requireAtMost(int bytesMax, long bytes) throws UpstreamException {
        if (bytes > bytesMax) {
            close();
            throw new UpstreamException(
                    Reason.BROKEN, "an answer of more than " + bytesMax + " bytes");
        }
    }

    private void makeRoom(long bytes) throws UpstreamException {
        if (bytes > ReadRoom.SMALL_BYTES) {
            taken += room.take(bytes, wait);
        }
    }

    @Override
    public void close() {
        body.close();
        room.giveBack(taken);
        taken = 0;
    }
}
