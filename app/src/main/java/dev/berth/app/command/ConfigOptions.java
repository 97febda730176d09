package dev.berth.app.command;

import dev.berth.app.role.CoreSettings;
import dev.berth.app.role.Role;
import dev.berth.app.role.RoleSettings;
import dev.berth.app.role.Roles;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.config.ConfigSources;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where settings come from, for every command that needs some.
public final class ConfigOptions {
    private static final String FILE = "BERTH_CONFIG";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file, in YAML; else the one that $BERTH_CONFIG names.")
    private @Nullable Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "A setting, such as http.listen=0.0.0.0:5000; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /// The sources as given, with what a role prefers and which other variables it knows.
    ConfigSources sources(Shell shell, Role<?> role) {
        var sources = ConfigSources.none()
                .withRole(role.preferences())
                .withEnvironment(shell.environment())
                .withAliases(role.aliases())
                .withCommandLine(settings);
        return file(shell).map(sources::withFile).orElse(sources);
    }

    /// The settings of the role `core`, for commands that work on its state.
    ///
    /// @throws ConfigException with every mistake in every source
    CoreSettings core(Shell shell) throws ConfigException {
        var role = Roles.CORE;
        return Config.load(sources(shell, role), settings -> RoleSettings.from(role, settings))
                .settings()
                .role();
    }

    private Optional<Path> file(Shell shell) {
        return Optional.ofNullable(file)
                .or(() -> Optional.ofNullable(shell.environment().get(FILE))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of));
    }
}
