package dev.berth.router.redis;

import dev.berth.platform.config.HostPort;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.router.secret.LiveSecret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How Redis is reached.
///
/// - `servers`: the sentinels, or, without a `masterName`, the one server.
/// - `masterName`: what the sentinels call the master.
/// - `username`: of the ACL; empty for the default user.
/// - `tls`: to servers and sentinels; their certificates are checked.
/// - `authorities`: PEM file that is trusted instead of the system's.
/// - `answerWait`: for a connection, and for the answer to a command.
/// - `prefix`: before every key; empty, or with a colon at its end.
public record RedisSettings(
        List<HostPort> servers,
        Optional<String> masterName,
        Optional<String> username,
        Optional<LiveSecret.Given> password,
        Optional<LiveSecret.Given> sentinelPassword,
        int database,
        boolean tls,
        Optional<Path> authorities,
        Duration answerWait,
        String prefix) {
    private static final Setting<List<HostPort>> SENTINELS = new Setting<>(
            "router.redis-sentinels",
            Kind.hostPort().list(),
            "",
            "Sentinels that know the master of a Redis in which routers share what they find out.");
    private static final Setting<String> MASTER_NAME = new Setting<>(
            "router.redis-master-name",
            Kind.text(),
            "mymaster",
            "What the sentinels call the master.");
    private static final Setting<Optional<HostPort>> SERVER = new Setting<>(
            "router.redis-server",
            Kind.hostPort().optional(),
            "",
            "A Redis without sentinels, instead of `router.redis-sentinels`.");
    private static final Setting<Optional<String>> USERNAME = new Setting<>(
            "router.redis-username",
            Kind.text().optional(),
            "",
            "The user of Redis's access list; without one, the default user.");
    private static final Setting<Optional<Secret>> PASSWORD =
            new Setting<>("router.redis-password", Kind.secret(), "", "The password of Redis.");
    private static final Setting<Optional<Secret>> SENTINEL_PASSWORD = new Setting<>(
            "router.redis-sentinel-password",
            Kind.secret(),
            "",
            "The password of the sentinels, if they have one.");
    private static final Setting<Integer> DATABASE = new Setting<>(
            "router.redis-database", Kind.integer(0, 15), "0", "The number of the database.");
    private static final Setting<String> PREFIX = new Setting<>(
            "router.redis-key-prefix",
            Kind.of("letters, digits and any of `._:-`", RedisSettings::prefix),
            "hr",
            "What the names of keys begin with, before a colon; may be empty.");
    private static final Setting<Boolean> TLS = new Setting<>(
            "router.redis-tls",
            Kind.bool(),
            "false",
            "Speak TLS with Redis and its sentinels, and check their certificates.");
    private static final Setting<Optional<Path>> CA = new Setting<>(
            "router.redis-ca",
            Kind.path().optional(),
            "",
            "PEM file of the certificates that Redis's are checked with, instead of the system's.");
    private static final Setting<Duration> TIMEOUT = new Setting<>(
            "router.redis-timeout",
            Kind.duration("5ms", "10s"),
            "200ms",
            "How long a connection to Redis or the answer to a command may take, before Redis counts"
                    + " as away.");

    public RedisSettings {
        servers = List.copyOf(servers);
    }

    /// Reads all of them; empty if neither sentinels nor a server are set.
    public static Optional<RedisSettings> from(Settings settings) {
        var sentinels = settings.value(SENTINELS);
        var server = settings.value(SERVER);
        if (!sentinels.isEmpty() && server.isPresent()) {
            settings.refuse(SERVER, "set the sentinels or one server, not both");
        }
        var master = settings.value(MASTER_NAME);
        var prefix = settings.value(PREFIX);
        var read = new RedisSettings(
                server.map(List::of).orElse(sentinels),
                sentinels.isEmpty() ? Optional.empty() : Optional.of(master),
                settings.value(USERNAME),
                secret(settings, PASSWORD),
                secret(settings, SENTINEL_PASSWORD),
                settings.value(DATABASE),
                settings.value(TLS),
                settings.value(CA),
                settings.value(TIMEOUT),
                prefix.isEmpty() ? "" : prefix + ":");
        return read.servers().isEmpty() ? Optional.empty() : Optional.of(read);
    }

    private static Optional<LiveSecret.Given> secret(
            Settings settings, Setting<Optional<Secret>> setting) {
        return settings.value(setting)
                .map(first -> new LiveSecret.Given(first, settings.fileOf(setting)));
    }

    private static String prefix(String text) {
        if (!text.matches("[A-Za-z0-9._:-]{0,64}")) {
            throw new IllegalArgumentException("write at most 64 letters, digits and `._:-`");
        }
        return text;
    }
}
