package dev.berth.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The target of a request in origin form, split and decoded once.
///
/// - `path`: as sent, without the query.
/// - `segments`: between slashes, percent-decoded as UTF-8; `/` is one empty segment and `//` is
///   not collapsed.
/// - `query`: as sent, without the `?`; empty if there is none.
///
/// What different readers might understand differently is refused rather than repaired: other
/// forms of target, raw characters outside RFC 3986, `;`, bad percent-encoding, and a segment that
/// decodes to `.`, `..`, or to something with `/`, `\` or a control character in it.
///
/// Source: RFC 9112 §3.2.1, RFC 3986 §3.3.
record RequestTarget(String path, List<String> segments, String query) {

    /// @throws HttpException with [HttpProblem.Malformed]
    static RequestTarget parse(String target) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            throw malformed("the request target must be a path");
        }
        int question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        var query = question < 0 ? "" : target.substring(question + 1);
        requireVisible(query);
        return new RequestTarget(path, segments(path), query);
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>(8);
        int start = 1;
        boolean encoded = false;
        for (int i = 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                segments.add(segment(path.substring(start, i), encoded));
                start = i + 1;
                encoded = false;
            } else if (c == '%') {
                encoded = true;
            } else if (c <= ' ' || c >= 0x7f || c == '\\' || c == ';' || c == '#') {
                throw malformed("the path has a character that must be percent-encoded");
            }
        }
        segments.add(segment(path.substring(start), encoded));
        return segments;
    }

    private static String segment(String sent, boolean encoded) {
        var segment = encoded ? decode(sent) : sent;
        if (segment.equals(".") || segment.equals("..")) {
            throw malformed("the path has a dot segment");
        }
        return segment;
    }

    private static String decode(String sent) {
        var bytes = ByteBuffer.allocate(sent.length());
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '%') {
                bytes.put(hexByte(sent, i));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        var decoded = utf8(bytes.flip());
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (c == '/' || c == '\\' || Character.isISOControl(c)) {
                throw malformed("the path has an encoded separator or control character");
            }
        }
        return decoded;
    }

    /// The byte that `%` at `at` introduces.
    static byte hexByte(String sent, int at) {
        int high = at + 2 < sent.length() ? Character.digit(sent.charAt(at + 1), 16) : -1;
        int low = at + 2 < sent.length() ? Character.digit(sent.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw malformed("a percent sign must be followed by two hexadecimal digits");
        }
        return (byte) (high << 4 | low);
    }

    static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw malformed("percent-encoded text must be UTF-8");
        }
    }

    private static void requireVisible(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw malformed("the query has a character that must be percent-encoded");
            }
        }
    }

    private static HttpException malformed(String message) {
        return new HttpException(new HttpProblem.Malformed(message));
    }
}
