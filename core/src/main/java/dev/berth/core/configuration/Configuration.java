package dev.berth.core.configuration;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is set, at one moment.
///
/// Secrets are in it as they are stored, sealed; `toString` shows no value at all.
public final class Configuration {
    private final Map<String, String> texts;

    /// @param texts what is set, by key; what is no item's key is ignored
    Configuration(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /// What is set, or the default.
    public <T> T value(Item<T> item) {
        return Optional.ofNullable(texts.get(item.key()))
                .map(item.kind().parse())
                .orElse(item.byDefault());
    }

    /// The same with these values in place of its own.
    Configuration with(Map<Item<?>, String> changes) {
        var all = new HashMap<>(texts);
        changes.forEach((item, text) -> all.put(item.key(), text));
        return new Configuration(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Configuration that && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return "Configuration" + texts.keySet();
    }
}
