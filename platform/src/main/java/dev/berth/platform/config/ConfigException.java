package dev.berth.platform.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration is not usable; has every mistake in it, with its remedy.
public final class ConfigException extends Exception {
    private final transient List<Mistake> mistakes;

    ConfigException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /// At least one; in the order of the settings, then what is unknown, by source.
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
