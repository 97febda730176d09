package dev.berth.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Checked settings, and where each came from.
///
/// - `settings`: the record tree of whoever asked.
/// - `entries`: every setting in the order of reading; secrets are not in it.
public record Config<T>(T settings, List<Settings.Configured> entries) {
    public Config {
        entries = List.copyOf(entries);
    }

    /// Reads, checks and composes.
    ///
    /// @param from reads all settings of all parts, such as `CoreSettings::from`
    /// @throws ConfigException with every mistake in every source
    public static <T> Config<T> load(ConfigSources sources, Function<Settings, T> from)
            throws ConfigException {
        var mistakes = new ArrayList<Mistake>();
        var layers = new ArrayList<Layer>();
        layers.add(Layer.of(sources.role(), _ -> "role"));
        sources.file().ifPresent(file -> layers.add(YamlFile.read(file, mistakes::add)));
        layers.add(Layer.ofAliases(sources.aliases(), sources.environment(), mistakes::add));
        layers.add(Layer.ofEnvironment(sources.environment()));
        layers.add(Layer.of(sources.commandLine(), key -> "--set " + key));

        var settings = new Settings(layers, mistakes::add);
        T read = from.apply(settings);
        settings.refuseUnread();
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return new Config<>(read, List.copyOf(settings.declared()));
    }

    /// The settings with these texts and else their defaults; for tests and embedding.
    ///
    /// @throws IllegalArgumentException with every mistake in `texts`
    public static <T> T of(Map<String, String> texts, Function<Settings, T> from) {
        try {
            return load(ConfigSources.none().withCommandLine(texts), from).settings();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
