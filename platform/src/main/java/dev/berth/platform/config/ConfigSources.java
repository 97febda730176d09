package dev.berth.platform.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where settings come from, the weakest first.
///
/// - `role`: what a role prefers to the defaults, such as a data directory below the current one.
/// - `file`: YAML; must exist if it is named.
/// - `environment`: all variables; those that start with `BERTH_` count.
/// - `aliases`: other variables that count too, weaker than those.
/// - `commandLine`: keys and texts, as given with `--set`.
public record ConfigSources(
        Map<String, String> role,
        Optional<Path> file,
        Map<String, String> environment,
        List<Alias> aliases,
        Map<String, String> commandLine) {
    public ConfigSources {
        role = Map.copyOf(role);
        environment = Map.copyOf(environment);
        aliases = List.copyOf(aliases);
        commandLine = Map.copyOf(commandLine);
    }

    /// Nothing but the defaults.
    public static ConfigSources none() {
        return new ConfigSources(Map.of(), Optional.empty(), Map.of(), List.of(), Map.of());
    }

    public ConfigSources withRole(Map<String, String> preferred) {
        return new ConfigSources(preferred, file, environment, aliases, commandLine);
    }

    public ConfigSources withFile(Path path) {
        return new ConfigSources(role, Optional.of(path), environment, aliases, commandLine);
    }

    public ConfigSources withEnvironment(Map<String, String> variables) {
        return new ConfigSources(role, file, variables, aliases, commandLine);
    }

    public ConfigSources withAliases(List<Alias> variables) {
        return new ConfigSources(role, file, environment, variables, commandLine);
    }

    /// Adds keys and texts to those of the command line.
    public ConfigSources withCommandLine(Map<String, String> texts) {
        var all = new LinkedHashMap<>(commandLine);
        all.putAll(texts);
        return new ConfigSources(role, file, environment, aliases, all);
    }
}
