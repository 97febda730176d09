package dev.berth.bench;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Credentials;
import dev.berth.bench.target.Harbor;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A running registry, as in `--target
/// berth=http://127.0.0.1:5000,pid=123,user=me,password=secret`.
///
/// @param lacks what it does not offer, as in `lacks=referrers+tokens`
/// @param prefix what stands before images' names at a router, as in `prefix=proxy`
record TargetSpec(
        String name,
        Endpoint endpoint,
        long pid,
        Optional<Credentials> credentials,
        Set<Ability> lacks,
        String prefix) {
    private static final Set<String> KEYS = Set.of("pid", "user", "password", "lacks", "prefix");

    /// Reads the argument of `--target`.
    ///
    /// @throws IllegalArgumentException with what is wrong; never with the password
    static TargetSpec parse(String text) {
        String[] parts = text.split(",", -1);
        String[] named = parts[0].split("=", 2);
        if (named.length != 2 || named[0].isBlank()) {
            throw new IllegalArgumentException("a target is"
                    + " name=http://127.0.0.1:port,pid=number[,user=…,password=…][,prefix=…]");
        }
        var settings = settings(Arrays.copyOfRange(parts, 1, parts.length));
        if (!settings.containsKey("pid")) {
            throw new IllegalArgumentException("target " + named[0]
                    + " needs pid=…: figures are per CPU-second of the server");
        }
        return new TargetSpec(
                named[0],
                Endpoint.parse(named[1]),
                Long.parseLong(settings.get("pid")),
                credentials(settings),
                lacks(settings.getOrDefault("lacks", "")),
                settings.getOrDefault("prefix", "proxy"));
    }

    /// Looks at the running server.
    Registry open() throws IOException {
        return Registry.given(name, without(Ability.all()), endpoint, pid, credentials);
    }

    /// Looks at the running router, which stands before `harbor`.
    Registry openRouter(Harbor harbor) throws IOException {
        var abilities = without(Ability.allOfRouters());
        return Registry.givenRouter(name, abilities, endpoint, pid, credentials, harbor, prefix);
    }

    private Set<Ability> without(Set<Ability> all) {
        var abilities = EnumSet.copyOf(all);
        abilities.removeAll(lacks);
        return abilities;
    }

    private static Map<String, String> settings(String[] parts) {
        var settings = new LinkedHashMap<String, String>();
        for (String part : parts) {
            String[] pair = part.split("=", 2);
            if (pair.length != 2 || !KEYS.contains(pair[0])) {
                throw new IllegalArgumentException(
                        "unknown setting '%s' of a target; known: lacks, password, pid, prefix, user"
                                .formatted(pair[0]));
            }
            settings.put(pair[0], pair[1]);
        }
        return settings;
    }

    private static Optional<Credentials> credentials(Map<String, String> settings) {
        return Optional.ofNullable(settings.get("user"))
                .map(user -> new Credentials(user, settings.getOrDefault("password", "")));
    }

    private static Set<Ability> lacks(String text) {
        return Arrays.stream(text.split("\\+", -1))
                .filter(each -> !each.isEmpty())
                .map(each -> Ability.valueOf(each.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
