package dev.berth.app.role;

import dev.berth.auth.http.AuthSettings;
import dev.berth.core.ApiSettings;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.platform.database.DatabaseSettings;
import dev.berth.platform.http.HttpSettings;
import dev.berth.registry.RegistrySettings;

import java.nio.file.Path;
import java.time.Duration;

/// Everything that the role `core` can be told.
///
/// @param data where blobs, and the SQLite file, are kept
/// @param garbageInterval how often due garbage is collected
public record CoreSettings(
        HttpSettings http,
        Path data,
        DatabaseSettings database,
        RegistrySettings registry,
        Duration garbageInterval,
        AuthSettings auth,
        ApiSettings api) {
    private static final Setting<Path> DATA = new Setting<>(
            "data.directory",
            Kind.path(),
            "./.berth",
            "Where blobs, uploads and the SQLite file are kept. Processes that share a PostgreSQL"
                    + " share this folder too.");
    private static final Setting<Duration> GARBAGE_INTERVAL = new Setting<>(
            "gc.interval",
            Kind.duration("1s", "24h"),
            "1m",
            "How often garbage that is due is removed; it costs what is due, not what is stored.");

    /// Reads and checks all of them.
    public static CoreSettings from(Settings settings) {
        var data = settings.value(DATA);
        return new CoreSettings(
                HttpSettings.from(settings),
                data,
                DatabaseSettings.from(settings, data),
                RegistrySettings.from(settings),
                settings.value(GARBAGE_INTERVAL),
                AuthSettings.from(settings),
                ApiSettings.from(settings));
    }
}
