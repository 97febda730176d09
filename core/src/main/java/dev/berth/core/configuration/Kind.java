package dev.berth.core.configuration;

import dev.berth.platform.config.HostPort;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Which values an item can have.
///
/// @param json how a client writes them
/// @param parse reads what is stored, or what the environment says; throws
///     `IllegalArgumentException` with what to write instead
public record Kind<T>(JsonNodeType json, Function<String, T> parse) {
    private static final long COUNT_MAX = 9_999_999_999L;

    /// Any text that can be stored: PostgreSQL knows none with NUL in it.
    static Kind<String> text() {
        return new Kind<>(
                JsonNodeType.STRING,
                text -> require(text.indexOf('\0') < 0, text, "a text without NUL"));
    }

    /// A text with something in it.
    static Kind<String> something() {
        return new Kind<>(
                JsonNodeType.STRING,
                text -> require(
                        !text.isBlank() && text.indexOf('\0') < 0, text, "a text without NUL"));
    }

    /// `host:port`, or nothing.
    static Kind<String> address() {
        return new Kind<>(
                JsonNodeType.STRING,
                text -> text.isEmpty() ? text : HostPort.parse(text).toString());
    }

    static Kind<String> oneOf(String... values) {
        return new Kind<>(
                JsonNodeType.STRING,
                text -> require(List.of(values).contains(text), text, "one of " + List.of(values)));
    }

    /// A JSON object whose values are texts, as a text.
    static Kind<String> texts() {
        return new Kind<>(
                JsonNodeType.STRING,
                text -> require(isObjectOfTexts(text), text, "a JSON object of texts"));
    }

    static Kind<Boolean> flag() {
        return new Kind<>(JsonNodeType.BOOLEAN, text -> switch (text) {
            case "true", "True", "TRUE", "t", "T", "1" -> true;
            case "false", "False", "FALSE", "f", "F", "0" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        });
    }

    /// Minutes, days: a whole number from 1.
    static Kind<Long> count() {
        return number(1, COUNT_MAX);
    }

    /// A whole number; `1e3` is one.
    static Kind<Long> number(long min, long max) {
        return new Kind<>(JsonNodeType.NUMBER, text -> {
            long number = whole(text);
            return require(
                    number >= min && number <= max,
                    number,
                    "a whole number from " + min + " to " + max);
        });
    }

    /// A number of bytes, or -1 for no limit.
    static Kind<Long> limit() {
        return new Kind<>(JsonNodeType.NUMBER, text -> {
            long number = whole(text);
            return require(number == -1 || number > 0, number, "-1, or a number of bytes from 1");
        });
    }

    /// The value that a client sends.
    ///
    /// @throws IllegalArgumentException with what to send instead
    T read(JsonNode sent) {
        if (sent.getNodeType() != json) {
            throw new IllegalArgumentException(
                    "write a JSON " + json.name().toLowerCase(Locale.ROOT));
        }
        return parse.apply(sent.asString());
    }

    private static long whole(String text) {
        try {
            return new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("write a whole number", e);
        }
    }

    private static boolean isObjectOfTexts(String text) {
        try {
            var value = JsonMapper.shared().readTree(text);
            return value.isObject() && value.valueStream().allMatch(JsonNode::isString);
        } catch (JacksonException _) {
            return false;
        }
    }

    private static <T> T require(boolean holds, T value, String what) {
        if (!holds) {
            throw new IllegalArgumentException("write " + what);
        }
        return value;
    }
}
