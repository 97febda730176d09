package dev.berth.platform.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields: names compare without case, values keep their order, both are free of control
/// characters.
///
/// Immutable; `with…` gives a copy with one field more. Source: RFC 9110 §5.
public final class Headers {
    public static final Headers NONE = new Headers(List.of());

    private static final String TOKEN_DELIMITERS = "\"(),/:;<=>?@[\\]{}";

    /// Names and values in turn.
    private final List<String> fields;

    private Headers(List<String> fields) {
        this.fields = fields;
    }

    /// Fields from names and values in turn.
    ///
    /// @throws IllegalArgumentException for an odd count or a control character in a name
    ///     or value
    public static Headers of(String... namesAndValues) {
        return NONE.with(namesAndValues);
    }

    /// Fields as they came with a request, names and values in turn.
    ///
    /// @throws HttpException with [HttpProblem.Malformed] if a name is no token, or a value
    ///     has a control character in it
    static Headers received(List<String> namesAndValues) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (!isToken(namesAndValues.get(i)) || !isPlain(namesAndValues.get(i + 1))) {
                throw new HttpException(new HttpProblem.Malformed(
                        "a header field has a character in it that it cannot have"));
            }
        }
        return new Headers(namesAndValues);
    }

    /// A copy with further fields, given as names and values in turn.
    public Headers with(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a header name without a value");
        }
        var extended = new ArrayList<String>(fields.size() + namesAndValues.length);
        extended.addAll(fields);
        for (var text : namesAndValues) {
            if (!isPlain(text)) {
                throw new IllegalArgumentException("control character in a header field");
            }
            extended.add(text);
        }
        return new Headers(extended);
    }

    /// A copy without the fields called `name`.
    public Headers without(String name) {
        var kept = new ArrayList<String>(fields.size());
        forEach((field, value) -> {
            if (!field.equalsIgnoreCase(name)) {
                kept.add(field);
                kept.add(value);
            }
        });
        return new Headers(kept);
    }

    /// The first value under `name`.
    public Optional<String> first(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return Optional.of(fields.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// All values under `name`, in order.
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        forEach((field, value) -> {
            if (field.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    /// Calls with each name and value, in order.
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < fields.size(); i += 2) {
            each.accept(fields.get(i), fields.get(i + 1));
        }
    }

    /// RFC 9110 §5.6.2.
    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || TOKEN_DELIMITERS.indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether there is no control character but a tab. A control character makes `odd` negative,
    /// as a tab and what is not ASCII do: they are rare, and looked at one by one.
    private static boolean isPlain(String text) {
        int odd = 0;
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            odd |= (b - ' ') | ((b ^ 0x7f) - 1);
        }
        return odd >= 0 || isPlainByCharacter(text);
    }

    private static boolean isPlainByCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '	') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
