package dev.berth.router;

import dev.berth.platform.config.Alias;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The variables of harbor-router, as our settings.
///
/// What it took for nothing without a word (`5 minutes`, `yess`) is a mistake here, and stops the
/// start. A secret may come by its variable or by its file, not by both.
public final class RouterVariables {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");
    private static final Pattern DURATION =
            Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:ms|s|m|h)){1,8}");
    private static final Set<String> TRUE = Set.of("true", "1", "yes");

    private RouterVariables() {}

    /// All of them; `MAX_CONNS_PER_HOST` and `ENABLE_PPROF` meant nothing there, and do not here.
    public static List<Alias> aliases() {
        return List.of(
                Alias.of("HARBOR_URL", "router.harbor-url"),
                Alias.of("HARBOR_USERNAME", "router.harbor-username"),
                Alias.of("HARBOR_USERNAME_FILE", "router.harbor-username-file"),
                Alias.of("HARBOR_PASSWORD", "router.harbor-password"),
                Alias.of("HARBOR_PASSWORD_FILE", "router.harbor-password-file"),
                Alias.of("PROXY_PROJECT", "router.prefix"),
                duration("DISCOVERY_INTERVAL", "router.discovery-interval"),
                duration("RESOLVER_TIMEOUT", "router.question-timeout"),
                duration("BLOB_READ_TIMEOUT", "router.blob-timeout"),
                duration("CACHE_TTL", "router.mapping-ttl"),
                duration("NEGATIVE_CACHE_TTL", "router.negative-ttl"),
                duration("STALE_WHILE_REVALIDATE", "router.stale-ttl"),
                Alias.of("CIRCUIT_BREAKER_THRESHOLD", "router.breaker-failures"),
                duration("CIRCUIT_BREAKER_TIMEOUT", "router.breaker-timeout"),
                Alias.of("MAX_FANOUT_PROJECTS", "router.wave-projects"),
                Alias.of("RETRY_MAX_ATTEMPTS", "router.retry-attempts"),
                duration("RETRY_BASE_DELAY", "router.retry-delay"),
                new Alias(
                        "HTTP2_PRIOR_KNOWLEDGE",
                        "router.http2-prior-knowledge",
                        RouterVariables::bool),
                Alias.of("RATE_LIMIT_PER_IP", "router.rate-limit"),
                Alias.of("MAX_IDLE_CONNS_PER_HOST", "router.connections-max"),
                duration("IDLE_CONN_TIMEOUT", "router.keep-alive"),
                new Alias("LISTEN_ADDR", "http.listen", RouterVariables::address),
                new Alias("METRICS_ADDR", "management.listen", RouterVariables::address),
                Alias.of("LISTEN_BACKLOG", "http.backlog"),
                Alias.of("CACHE_WARMUP_TOP_N", "router.warmup-images"),
                new Alias("LOG_LEVEL", "log.level", text -> text.toLowerCase(Locale.ROOT)),
                new Alias("LOG_FORMAT", "log.format", RouterVariables::logFormat),
                Alias.of("REDIS_SENTINELS", "router.redis-sentinels"),
                Alias.of("REDIS_MASTER_NAME", "router.redis-master-name"),
                Alias.of("REDIS_PASSWORD", "router.redis-password"),
                Alias.of("REDIS_PASSWORD_FILE", "router.redis-password-file"),
                Alias.of("REDIS_DB", "router.redis-database"),
                Alias.of("REDIS_KEY_PREFIX", "router.redis-key-prefix"),
                new Alias("REDIS_TLS", "router.redis-tls", RouterVariables::bool));
    }

    private static Alias duration(String variable, String key) {
        return new Alias(variable, key, RouterVariables::duration);
    }

    /// Also with fractions, and a bare `0`.
    private static String duration(String text) {
        if (text.equals("0")) {
            return "0s";
        }
        if (!DURATION.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write numbers with ms, s, m or h, such as 30s or 1h30m");
        }
        double milliseconds = 0;
        var parts = PART.matcher(text);
        while (parts.find()) {
            milliseconds += Double.parseDouble(parts.group(1)) * milliseconds(parts.group(2));
        }
        return Math.round(milliseconds) + "ms";
    }

    private static long milliseconds(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }

    private static String bool(String text) {
        var word = text.toLowerCase(Locale.ROOT);
        if (Set.of("false", "0", "no").contains(word)) {
            return "false";
        }
        return TRUE.contains(word) ? "true" : text;
    }

    /// `:8080` meant every IPv4 address.
    private static String address(String text) {
        return text.startsWith(":") ? "0.0.0.0" + text : text;
    }

    private static String logFormat(String text) {
        return text.equals("pretty") ? "text" : text;
    }
}
