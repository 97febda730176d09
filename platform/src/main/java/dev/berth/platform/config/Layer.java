package dev.berth.platform.config;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// One source of settings: what it gives, under the names it uses for keys.
record Layer(UnaryOperator<String> nameOf, SequencedMap<String, Given> given) {
    /// Variables that start with our prefix and mean something else: the path of the file, the
    /// launcher's, and what Kubernetes sets in every pod for a service whose name starts with
    /// `berth`.
    private static final Pattern FOREIGN = Pattern.compile(
            "BERTH_(CONFIG|JAVA_OPTIONS)"
                    + "|BERTH_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_\\w+)?)");

    private static final Pattern FOREIGN_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

    static Layer of(Map<String, String> texts, UnaryOperator<String> origin) {
        var given = new LinkedHashMap<String, Given>();
        texts.forEach((key, text) -> given.put(key, Given.scalar(text, origin.apply(key))));
        return new Layer(UnaryOperator.identity(), given);
    }

    static Layer ofEnvironment(Map<String, String> environment) {
        var given = new LinkedHashMap<String, Given>();
        new TreeMap<>(environment).forEach((name, text) -> {
            if (name.startsWith(Setting.PREFIX) && !isForeign(name, text)) {
                given.put(name, Given.scalar(text, name));
            }
        });
        return new Layer(Setting::environmentName, given);
    }

    /// What the variables of another program mean here.
    static Layer ofAliases(
            List<Alias> aliases, Map<String, String> environment, Consumer<Mistake> mistakes) {
        var given = new LinkedHashMap<String, Given>();
        for (var alias : aliases) {
            var text = environment.getOrDefault(alias.variable(), "");
            if (!text.isEmpty()) {
                try {
                    var read = alias.reading().apply(text);
                    given.put(alias.key(), Given.scalar(read, alias.variable()));
                } catch (IllegalArgumentException e) {
                    mistakes.accept(new Mistake(alias.variable(), String.valueOf(e.getMessage())));
                }
            }
        }
        return new Layer(UnaryOperator.identity(), given);
    }

    Optional<Given> find(String key) {
        @Nullable Given found = given.get(nameOf.apply(key));
        return Optional.ofNullable(found);
    }

    private static boolean isForeign(String name, String text) {
        return FOREIGN.matcher(name).matches()
                || (name.endsWith("_PORT") && FOREIGN_VALUE.matcher(text).matches());
    }
}
