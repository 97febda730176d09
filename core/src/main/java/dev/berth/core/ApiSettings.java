package dev.berth.core;

import dev.berth.core.configuration.ConfigurationSettings;
import dev.berth.core.project.OpenProjects;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.nio.file.Path;
import java.util.Optional;

/// What the operator sets for Harbor's API; what administrators set is the configuration.
///
/// @param rootCertificate a file in PEM that clients may download
/// @param projectOnPush whether an administrator's push makes the project that it lacks
/// @param openProjects in which everybody may do more than in public ones
public record ApiSettings(
        ConfigurationSettings configuration,
        Optional<Path> rootCertificate,
        boolean projectOnPush,
        OpenProjects openProjects) {
    /// Nothing set.
    public static final ApiSettings NONE =
            new ApiSettings(ConfigurationSettings.NONE, Optional.empty(), false, OpenProjects.NONE);

    private static final Setting<Optional<Path>> ROOT_CERTIFICATE = new Setting<>(
            "api.root-certificate",
            Kind.path().optional(),
            "",
            "A file in PEM that everybody may download at `/api/v2.0/systeminfo/getcert`: the root"
                    + " that has signed this registry's certificate.");

    private static final Setting<Boolean> PROJECT_ON_PUSH = new Setting<>(
            "api.project-on-push",
            Kind.bool(),
            "true",
            "An administrator's push to a project that is not there makes it, private. Without this"
                    + " it is refused, as Harbor does.");

    /// Reads and checks all of them.
    public static ApiSettings from(Settings settings) {
        return new ApiSettings(
                ConfigurationSettings.from(settings),
                settings.value(ROOT_CERTIFICATE),
                settings.value(PROJECT_ON_PUSH),
                OpenProjects.from(settings));
    }
}
