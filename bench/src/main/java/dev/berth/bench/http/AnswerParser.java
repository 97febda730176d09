package dev.berth.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds where an answer ends, and little more.
///
/// Fed with whatever arrives, it keeps the head and passes body bytes to a [Sink] or skips them.
/// Interim answers (1xx) are skipped. One parser serves one connection, one answer after another.
public final class AnswerParser {
    private static final int HEAD_BYTES_MAX = 64 * 1024;
    private static final int STATUS_AT = 9;
    private static final int STATUS_DIGITS = 3;

    /// Takes body bytes; whatever it leaves unread is dropped.
    public interface Sink {
        Sink NONE = _ -> {};

        void accept(ByteBuffer part) throws IOException;
    }

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    private byte[] head = new byte[2048];
    private int headLength;
    private State state = State.HEAD;
    private boolean bodiless;
    private int status;
    private long remaining;
    private long bodyBytes;
    private int lineLength;
    private boolean closing;

    /// Prepares for the next answer on the same connection.
    public void begin(Request request) {
        headLength = 0;
        bodyBytes = 0;
        remaining = 0;
        lineLength = 0;
        status = 0;
        closing = false;
        bodiless = request.isHead();
        state = State.HEAD;
    }

    /// Reads from `in` up to the end of the answer.
    ///
    /// @return whether the answer is complete; bytes after it stay in `in`
    /// @throws IOException if this is not HTTP/1.1 with a length
    public boolean feed(ByteBuffer in, Sink sink) throws IOException {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case HEAD -> readHead(in);
                case BODY, CHUNK -> readBody(in, sink);
                case CHUNK_SIZE -> readChunkSize(in.get());
                case CHUNK_END -> endOfLine(in.get(), State.CHUNK_SIZE);
                case TRAILER -> readTrailer(in.get());
                case DONE -> throw new IllegalStateException("fed after the end");
            }
        }
        return state == State.DONE;
    }

    public int status() {
        return status;
    }

    /// Body bytes seen so far, without chunk framing.
    public long bodyBytes() {
        return bodyBytes;
    }

    /// Whether the server closes the connection after this answer.
    public boolean closing() {
        return closing;
    }

    /// The answer as far as it has been read, with a body that a [Sink] collected.
    Answer answer(String body) {
        return new Answer(status, new String(head, 0, headLength, ISO_8859_1), body);
    }

    private void readHead(ByteBuffer in) throws IOException {
        while (in.hasRemaining()) {
            if (headLength == head.length) {
                growHead();
            }
            byte next = in.get();
            head[headLength++] = next;
            if (next == '\n' && endsHead()) {
                parseHead();
                return;
            }
        }
    }

    private void growHead() throws IOException {
        if (head.length == HEAD_BYTES_MAX) {
            throw new IOException("answer head above " + HEAD_BYTES_MAX + " bytes");
        }
        head = Arrays.copyOf(head, head.length * 2);
    }

    private boolean endsHead() {
        return headLength >= 4
                && head[headLength - 2] == '\r'
                && head[headLength - 3] == '\n'
                && head[headLength - 4] == '\r';
    }

    private void parseHead() throws IOException {
        if (head[0] != 'H' || headLength < STATUS_AT + STATUS_DIGITS) {
            throw new IOException("not an HTTP answer: "
                    + new String(head, 0, Math.min(headLength, 40), ISO_8859_1));
        }
        status = number(STATUS_AT, STATUS_AT + STATUS_DIGITS);
        long length = -1;
        boolean chunks = false;
        closing = false;
        int start = lineEnd(0) + 2;
        while (start < headLength - 2) {
            int end = lineEnd(start);
            if (names(start, "content-length:")) {
                length = longNumber(start + "content-length:".length(), end);
            } else if (names(start, "transfer-encoding:")) {
                chunks = true;
            } else if (names(start, "connection:")) {
                closing = new String(head, start, end - start, ISO_8859_1).contains("lose");
            }
            start = end + 2;
        }
        frame(length, chunks);
    }

    private void frame(long length, boolean chunks) throws IOException {
        if (status < 200) {
            headLength = 0;
            return;
        }
        if (bodiless || status == 204 || status == 304 || (length == 0 && !chunks)) {
            state = State.DONE;
            return;
        }
        if (chunks) {
            state = State.CHUNK_SIZE;
            return;
        }
        if (length < 0) {
            throw new IOException("answer " + status + " has neither a length nor chunks");
        }
        remaining = length;
        state = State.BODY;
    }

    private void readBody(ByteBuffer in, Sink sink) throws IOException {
        int part = (int) Math.min(remaining, in.remaining());
        sink.accept(in.slice(in.position(), part));
        in.position(in.position() + part);
        bodyBytes += part;
        remaining -= part;
        if (remaining == 0) {
            state = state == State.BODY ? State.DONE : State.CHUNK_END;
        }
    }

    private void readChunkSize(byte next) throws IOException {
        if (next == '\n') {
            state = remaining == 0 ? State.TRAILER : State.CHUNK;
            lineLength = 0;
            return;
        }
        int digit = Character.digit(next, 16);
        if (digit >= 0) {
            remaining = remaining * 16 + digit;
        } else if (next != '\r') {
            throw new IOException("chunk sizes with extensions are not understood");
        }
    }

    private void endOfLine(byte next, State following) {
        if (next == '\n') {
            state = following;
        }
    }

    private void readTrailer(byte next) {
        if (next == '\n') {
            state = lineLength == 0 ? State.DONE : State.TRAILER;
            lineLength = 0;
        } else if (next != '\r') {
            lineLength++;
        }
    }

    private int lineEnd(int from) {
        int at = from;
        while (head[at] != '\r') {
            at++;
        }
        return at;
    }

    private boolean names(int start, String lowerCaseName) {
        if (start + lowerCaseName.length() > headLength) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length(); i++) {
            if ((head[start + i] | 0x20) != (lowerCaseName.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from, int to) throws IOException {
        return Math.toIntExact(longNumber(from, to));
    }

    private long longNumber(int from, int to) throws IOException {
        try {
            return Long.parseLong(new String(head, from, to - from, ISO_8859_1).strip());
        } catch (NumberFormatException e) {
            throw new IOException("not a number in an answer's head", e);
        }
    }
}
