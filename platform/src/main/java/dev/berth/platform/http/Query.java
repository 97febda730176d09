package dev.berth.platform.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoded query parameters, in the order sent; a name may repeat.
///
/// Source: WHATWG URL, `application/x-www-form-urlencoded` parsing, as registry clients send it.
public record Query(Map<String, List<String>> parameters) {
    public static final Query NONE = new Query(Map.of());

    /// Reads `name=value&…`; `+` is a space, parts without `=` have an empty value.
    ///
    /// @param text as it was sent, a character for each byte; what is sent raw is UTF-8
    ///     as well
    /// @throws HttpException with [HttpProblem.Malformed] for broken percent-encoding or UTF-8
    public static Query parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var part : text.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? part : part.substring(0, equals);
                var value = equals < 0 ? "" : part.substring(equals + 1);
                parameters
                        .computeIfAbsent(decode(name), _ -> new ArrayList<>(1))
                        .add(decode(value));
            }
        }
        return new Query(parameters);
    }

    private static String decode(String sent) {
        if (isAsItIs(sent)) {
            return sent;
        }
        var bytes = ByteBuffer.allocate(sent.length());
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '%') {
                bytes.put(RequestTarget.hexByte(sent, i));
                i += 2;
            } else {
                bytes.put(c == '+' ? (byte) ' ' : (byte) c);
            }
        }
        return RequestTarget.utf8(bytes.flip());
    }

    private static boolean isAsItIs(String sent) {
        return sent.chars().allMatch(c -> c < 0x80 && c != '%' && c != '+');
    }

    /// The first value under `name`; empty if it was not sent, the empty text if it had no value.
    public Optional<String> first(String name) {
        var values = parameters.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// All values under `name`, in the order sent.
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
