package dev.berth.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a setting may be: how its text becomes a value, and how the reference page says so.
///
/// - `description`: finishes the sentence “a value is …”, such as `a duration from 1s to 24h`.
/// - `read` gets the texts of a list, or one text; it throws `IllegalArgumentException` whose
///   message tells what to write.
///
/// @param <T> the value; empty where a setting may be left out
public record Kind<T>(String description, Form form, Function<List<String>, T> read) {
    /// How a value is written.
    public enum Form {
        /// One text.
        SCALAR,
        /// A YAML sequence, or one text separated by commas.
        LIST,
        /// One text that is never shown, or a file that holds it.
        SECRET
    }

    /// A kind of one text, for a value type that can parse itself.
    ///
    /// @param parse throws `IllegalArgumentException` whose message tells what to write
    public static <T> Kind<T> of(String description, Function<String, T> parse) {
        return new Kind<>(description, Form.SCALAR, texts -> parse.apply(one(texts)));
    }

    public static Kind<String> text() {
        return of("text", text -> require(!text.isBlank(), text, "write a text that is not empty"));
    }

    public static Kind<Boolean> bool() {
        return of("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        });
    }

    public static Kind<Integer> integer(int min, int max) {
        var description = "a number from " + min + " to " + max;
        return of(description, text -> {
            if (!text.matches("-?[0-9]{1,10}")) {
                throw new IllegalArgumentException("write " + description);
            }
            long number = Long.parseLong(text);
            require(number >= min && number <= max, number, "write " + description);
            return (int) number;
        });
    }

    /// A duration between two bounds, all written such as `500ms`, `30s`, `1h30m` or `7d`.
    public static Kind<Duration> duration(String min, String max) {
        var shortest = Quantities.parseDuration(min);
        var longest = Quantities.parseDuration(max);
        var description = "a duration from " + min + " to " + max;
        return of(description, text -> {
            var duration = Quantities.parseDuration(text);
            boolean inside = duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
            return require(inside, duration, "write " + description);
        });
    }

    /// A number of bytes between two bounds, all written such as `4MiB` or `512`.
    public static Kind<Long> bytes(String min, String max) {
        long least = Quantities.parseBytes(min);
        long most = Quantities.parseBytes(max);
        var description = "a size from " + min + " to " + max;
        return of(description, text -> {
            long bytes = Quantities.parseBytes(text);
            return require(bytes >= least && bytes <= most, bytes, "write " + description);
        });
    }

    public static Kind<HostPort> hostPort() {
        return of("host:port", HostPort::parse);
    }

    public static Kind<Path> path() {
        return of("a path", text -> {
            try {
                return Path.of(require(!text.isBlank(), text, "write a path"));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("write a path: " + e.getReason(), e);
            }
        });
    }

    /// An absolute URI with one of these schemes, a host, no user and no fragment.
    public static Kind<URI> uri(String... schemes) {
        var example = "write a URI such as " + schemes[0] + "://host.example:8080";
        return of("a URI with " + String.join(" or ", schemes), text -> {
            try {
                var uri = new URI(text);
                boolean known = Arrays.asList(schemes).contains(String.valueOf(uri.getScheme()));
                require(known && uri.getHost() != null && uri.getFragment() == null, uri, example);
                return require(uri.getUserInfo() == null, uri, example + ", without a user in it");
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(example, e);
            }
        });
    }

    /// One constant of an enum, written in kebab-case.
    public static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        var names = Arrays.stream(type.getEnumConstants())
                .map(Kind::kebab)
                .collect(Collectors.joining(", "));
        return of(
                "one of " + names,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> kebab(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("write one of " + names)));
    }

    /// A text that is never shown, given directly or by a file (`…-file`); empty where it is not
    /// set.
    public static Kind<Optional<Secret>> secret() {
        return new Kind<>("a secret", Form.SECRET, texts -> {
            var text = one(texts);
            return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
        });
    }

    /// The same, or nothing: the empty text.
    public Kind<Optional<T>> optional() {
        return new Kind<>(
                description + ", or nothing",
                form,
                texts -> texts.equals(List.of(""))
                        ? Optional.empty()
                        : Optional.of(read.apply(texts)));
    }

    /// A list of these.
    public Kind<List<T>> list() {
        return new Kind<>("a list; each is " + description, Form.LIST, texts -> {
            var values = new ArrayList<T>();
            for (var text : texts) {
                try {
                    values.add(read.apply(List.of(text)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("`" + text + "`: " + e.getMessage(), e);
                }
            }
            return List.copyOf(values);
        });
    }

    private static String one(List<String> texts) {
        if (texts.size() != 1) {
            throw new IllegalArgumentException("write one value, not a list");
        }
        return texts.getFirst();
    }

    private static <T> T require(boolean holds, T value, String remedy) {
        if (!holds) {
            throw new IllegalArgumentException(remedy);
        }
        return value;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
