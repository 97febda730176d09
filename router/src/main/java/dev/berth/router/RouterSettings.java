package dev.berth.router;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.config.HostPort;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.router.auth.AccessSettings;
import dev.berth.router.auth.AccessSettings.Mode;
import dev.berth.router.breaker.BreakerSettings;
import dev.berth.router.http.RedirectSettings;
import dev.berth.router.http.ServeSettings;
import dev.berth.router.project.ProjectRule;
import dev.berth.router.project.Robot;
import dev.berth.router.redis.RedisSettings;
import dev.berth.router.resolve.ResolveSettings;
import dev.berth.router.resolve.RouteRule;
import dev.berth.router.secret.LiveSecret;
import dev.berth.router.upstream.OutboundProxy;
import dev.berth.router.upstream.UpstreamSettings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that the router can be told.
///
/// - `redis`: where routers share what they find out.
/// - `seedFile`: the last good list of projects.
/// - `operatorToken`: opens `/explain`; without one, it is for the router's own machine.
/// - `clientAuthorities`: whose certificates clients show; present in [Mode#CERTIFICATE] only.
public record RouterSettings(
        UpstreamSettings upstream,
        Robot.Given robot,
        ServeSettings serve,
        Duration discoveryInterval,
        Duration listAgeMax,
        List<ProjectRule> projects,
        ResolveSettings resolve,
        BreakerSettings breaker,
        AccessSettings access,
        Optional<RedisSettings> redis,
        Optional<Path> seedFile,
        Optional<LiveSecret.Given> operatorToken,
        Optional<Path> clientAuthorities) {
    private static final Setting<URI> HARBOR = new Setting<>(
            "router.harbor-url",
            Kind.uri("http", "https"),
            "http://harbor-core:80",
            "Where Harbor is; scheme, host and port.");
    private static final Setting<Optional<Path>> HARBOR_CA = new Setting<>(
            "router.harbor-ca",
            Kind.path().optional(),
            "",
            "PEM file of the certificates that Harbor's is checked with, instead of the system's.");
    private static final Setting<Optional<Secret>> USERNAME = new Setting<>(
            "router.harbor-username",
            Kind.secret(),
            "",
            "The account at Harbor that projects are listed and read with, such as"
                    + " `robot$router`.");
    private static final Setting<Optional<Secret>> PASSWORD = new Setting<>(
            "router.harbor-password", Kind.secret(), "", "The password of that account.");
    private static final Setting<RepositoryName> PREFIX = new Setting<>(
            "router.prefix",
            Kind.of("a repository name", RouterSettings::name),
            "proxy",
            "What stands before the name of an image: clients pull `<host>/proxy/nginx`.");
    private static final Setting<Duration> DISCOVERY_INTERVAL = new Setting<>(
            "router.discovery-interval",
            Kind.duration("1s", "24h"),
            "60s",
            "How often Harbor is asked for its proxy-cache projects.");
    private static final Setting<Duration> LIST_AGE_MAX = new Setting<>(
            "router.list-age-max",
            Kind.duration("1m", "365d"),
            "24h",
            "How long ago Harbor may last have listed projects while the router calls itself ready."
                    + " Everything that is known is served meanwhile, and after it.");
    private static final Setting<List<ProjectRule>> PROJECTS = new Setting<>(
            "router.projects",
            Kind.of(
                            "a project with any of `priority=`, `type=docker-hub|other|hosted` and"
                                    + " `host=`, such as `hub priority=10 type=docker-hub"
                                    + " host=docker.io`",
                            ProjectRule::parse)
                    .list(),
            "",
            "What Harbor does not tell about its projects. A smaller priority is believed first"
                    + " (100 where none is set); a host is what clients send as `?ns=`; a"
                    + " hosted project is routed to although it is no proxy cache.");
    private static final Setting<List<RouteRule>> RULES = new Setting<>(
            "router.rules",
            Kind.of("a pattern and projects, such as `corp/** -> ghcr`", RouteRule::parse)
                    .list(),
            "",
            "Images that are asked of these projects only; the first rule that matches counts.");
    private static final Setting<Boolean> STRICT = new Setting<>(
            "router.strict",
            Kind.bool(),
            "false",
            "Refuse an image that several projects have. Every project must answer then.");
    private static final Setting<Integer> WAVE = new Setting<>(
            "router.wave-projects",
            Kind.integer(1, 1_000),
            "50",
            "Projects asked at one time; the next ones are asked when none of these has an image.");
    private static final Setting<Duration> QUESTION_TIMEOUT = new Setting<>(
            "router.question-timeout",
            Kind.duration("10ms", "10m"),
            "10s",
            "How long a project may take to answer for a manifest or whether it has something.");
    private static final Setting<Duration> BLOB_TIMEOUT = new Setting<>(
            "router.blob-timeout",
            Kind.duration("100ms", "1h"),
            "60s",
            "How long a blob may take to begin, and then make no progress.");
    private static final Setting<Duration> MAPPING_TTL = new Setting<>(
            "router.mapping-ttl",
            Kind.duration("0s", "24h"),
            "300s",
            "How long it is believed in which project an image is.");
    private static final Setting<Duration> TAG_TTL = new Setting<>(
            "router.tag-ttl",
            Kind.duration("0s", "24h"),
            "10s",
            "How long it is believed which manifest a tag names; then one HEAD asks its project, while"
                    + " what is known is served for router.stale-ttl more. With 0s every pull of a"
                    + " tag waits for that HEAD.");
    private static final Setting<Duration> STALE_TTL = new Setting<>(
            "router.stale-ttl",
            Kind.duration("0s", "24h"),
            "60s",
            "How much longer both are used while they are looked up anew, or cannot be: a tag that has"
                    + " moved is served as it was for at most router.tag-ttl and this together."
                    + " With 0s who comes after router.tag-ttl waits for the check.");
    private static final Setting<Duration> NEGATIVE_TTL = new Setting<>(
            "router.negative-ttl",
            Kind.duration("0s", "24h"),
            "30s",
            "How long it is believed that no project has an image.");
    private static final Setting<Long> MANIFEST_CACHE = new Setting<>(
            "router.manifest-cache", Kind.bytes("1MiB", "16GiB"), "32MiB", "Memory for manifests.");
    private static final Setting<Integer> RETRY_ATTEMPTS = new Setting<>(
            "router.retry-attempts",
            Kind.integer(1, 10),
            "2",
            "Tries of a call to a project that is known to have something; retries are at most a"
                    + " tenth of all calls.");
    private static final Setting<Duration> RETRY_DELAY = new Setting<>(
            "router.retry-delay",
            Kind.duration("0s", "1m"),
            "150ms",
            "Before the first retry; twice as long before each further one, less up to a half.");
    private static final Setting<Integer> BREAKER_FAILURES = new Setting<>(
            "router.breaker-failures",
            Kind.integer(1, 1_000),
            "5",
            "Failures of a project within 30 s after which it is not asked for a while, if they"
                    + " are half of its answers.");
    private static final Setting<Duration> BREAKER_TIMEOUT = new Setting<>(
            "router.breaker-timeout",
            Kind.duration("10ms", "1h"),
            "30s",
            "How long it is not asked then, before one call tries it.");
    private static final Setting<Integer> CONNECTIONS = new Setting<>(
            "router.connections-max",
            Kind.integer(8, 65_000),
            "512",
            "Most connections to Harbor, for manifests and as many for blobs; a quarter of each may"
                    + " wait for one project to begin its answer.");
    private static final Setting<Duration> KEEP_ALIVE = new Setting<>(
            "router.keep-alive",
            Kind.duration("1s", "1h"),
            "90s",
            "How long a connection to Harbor that nobody uses stays open.");
    private static final Setting<Boolean> PRIOR_KNOWLEDGE = new Setting<>(
            "router.http2-prior-knowledge",
            Kind.bool(),
            "false",
            "Speak HTTP/2 to Harbor without TLS and without asking first.");
    private static final Setting<Mode> AUTH_MODE = new Setting<>(
            "router.auth-mode",
            Kind.oneOf(Mode.class),
            "validate",
            "Who may pull. `validate`: whose name and password, or token, Harbor knows, from the"
                    + " projects they may read. `anonymous`: the same, and without a password from"
                    + " public projects. `accounts`: the accounts of `router.accounts`, from every"
                    + " project. `certificate`: who shows a certificate of `router.client-ca`, from"
                    + " every project. `presence`: whoever sends any `Authorization`; only behind a"
                    + " proxy that checks it.");
    private static final Setting<Optional<Path>> ACCOUNTS = new Setting<>(
            "router.accounts",
            Kind.path().optional(),
            "",
            "File of accounts as `htpasswd -B` writes it; read again when it changes.");
    private static final Setting<Duration> VERDICT_TTL = new Setting<>(
            "router.verdict-ttl",
            Kind.duration("1s", "1h"),
            "60s",
            "How long it is believed what Harbor said about a name and password.");
    private static final Setting<Duration> VERDICT_GRACE = new Setting<>(
            "router.verdict-grace",
            Kind.duration("0s", "24h"),
            "5m",
            "How much longer while Harbor does not answer.");
    private static final Setting<Integer> RATE_LIMIT = new Setting<>(
            "router.rate-limit",
            Kind.integer(0, 1_000_000),
            "0",
            "Requests of one client in a second; 0 for any number. Clients behind"
                    + " `http.trusted-proxies` are told apart.");
    private static final Setting<Optional<URI>> PUSH_URL = new Setting<>(
            "router.push-url",
            Kind.uri("http", "https").optional(),
            "",
            "Where a client that pushes is sent; Harbor's address if there is none.");
    private static final Setting<List<String>> REDIRECT_HOSTS = new Setting<>(
            "router.redirect-hosts",
            Kind.text().list(),
            "",
            "Hosts that Harbor may send clients to for a blob, such as an object store.");

    private static final Setting<Redirects> REDIRECTS = new Setting<>(
            "router.redirects",
            Kind.oneOf(Redirects.class),
            "pass",
            "What becomes of a redirect of Harbor to one of `router.redirect-hosts`. `pass`: the"
                    + " client goes there. `follow`: the router goes there, without a credential.");
    private static final Setting<Boolean> COALESCE_BLOBS = new Setting<>(
            "router.coalesce-blobs",
            Kind.bool(),
            "true",
            "Ask Harbor once for a blob that several clients want before it answers.");
    private static final Setting<Integer> WARMUP_IMAGES = new Setting<>(
            "router.warmup-images",
            Kind.integer(0, 10_000),
            "100",
            "Where routers share what they find out: most used images that one that starts learns"
                    + " of at once; 0 for none.");
    private static final Setting<Boolean> CATALOG = new Setting<>(
            "router.catalog",
            Kind.bool(),
            "false",
            "Answer `/v2/_catalog` with the images of all projects that the caller may read.");
    private static final Setting<Boolean> TOP_IMAGES = new Setting<>(
            "router.top-images",
            Kind.bool(),
            "false",
            "Name the images that are served most in the metrics. Whoever reads metrics reads the"
                    + " names.");
    private static final Setting<Optional<Secret>> OPERATOR_TOKEN = new Setting<>(
            "router.operator-token",
            Kind.secret(),
            "",
            "What operators send as Bearer token to `/explain` on the management address. Without"
                    + " one it is answered on the router's own machine only.");
    private static final Setting<Optional<Path>> CLIENT_CA = new Setting<>(
            "router.client-ca",
            Kind.path().optional(),
            "",
            "PEM file of the authorities whose certificates clients show in mode `certificate`;"
                    + " read again when it changes.");
    private static final Setting<Optional<URI>> PROXY = new Setting<>(
            "router.proxy",
            Kind.uri("http", "socks5").optional(),
            "",
            "A proxy that all calls of Harbor go through, such as `http://proxy.example.com:3128`"
                    + " or `socks5://127.0.0.1:1080`.");
    private static final Setting<Optional<String>> PROXY_USERNAME = new Setting<>(
            "router.proxy-username",
            Kind.text().optional(),
            "",
            "The name that the proxy asks for.");
    private static final Setting<Optional<Secret>> PROXY_PASSWORD = new Setting<>(
            "router.proxy-password", Kind.secret(), "", "The password that goes with it.");

    private static final Setting<Optional<Path>> SEED_FILE = new Setting<>(
            "router.seed-file",
            Kind.path().optional(),
            "",
            "File that the last good list of projects is written to, and read from at a start while"
                    + " Harbor does not answer.");

    private enum Redirects {
        PASS,
        FOLLOW
    }

    /// A quarter: four projects that hang together leave the others none, three do.
    private static final int SHARE_OF_PROJECT = 4;

    public RouterSettings {
        projects = List.copyOf(projects);
    }

    /// Reads and checks all of them.
    public static RouterSettings from(Settings settings) {
        var upstream = new UpstreamSettings(
                settings.value(HARBOR),
                settings.value(HARBOR_CA),
                settings.value(PRIOR_KNOWLEDGE),
                settings.value(CONNECTIONS),
                settings.value(KEEP_ALIVE),
                proxy(settings));
        var path = upstream.harbor().getRawPath();
        if (!path.isEmpty() && !path.equals("/")) {
            settings.refuse(HARBOR, "write it without a path");
        }
        return new RouterSettings(
                upstream,
                robot(settings),
                serve(settings, upstream.harbor()),
                settings.value(DISCOVERY_INTERVAL),
                settings.value(LIST_AGE_MAX),
                settings.value(PROJECTS),
                resolve(settings),
                new BreakerSettings(
                        settings.value(BREAKER_FAILURES),
                        settings.value(BREAKER_TIMEOUT),
                        Math.max(1, upstream.connectionsMax() / SHARE_OF_PROJECT),
                        Math.max(1, upstream.connectionsMax() / SHARE_OF_PROJECT)),
                access(settings),
                RedisSettings.from(settings),
                settings.value(SEED_FILE),
                settings.value(OPERATOR_TOKEN)
                        .map(first -> new LiveSecret.Given(first, settings.fileOf(OPERATOR_TOKEN))),
                clientAuthorities(settings));
    }

    private static ServeSettings serve(Settings settings, URI harbor) {
        return new ServeSettings(
                settings.value(PREFIX),
                settings.value(PUSH_URL).orElse(harbor),
                new RedirectSettings(
                        settings.value(REDIRECTS) == Redirects.FOLLOW,
                        Set.copyOf(settings.value(REDIRECT_HOSTS))),
                settings.value(CATALOG),
                settings.value(TOP_IMAGES));
    }

    private static Optional<Path> clientAuthorities(Settings settings) {
        var authorities = settings.value(CLIENT_CA);
        boolean needed = settings.value(AUTH_MODE) == Mode.CERTIFICATE;
        if (needed && authorities.isEmpty()) {
            settings.refuse(
                    CLIENT_CA,
                    "name the file of authorities whose certificates clients show, or choose"
                            + " another router.auth-mode");
        }
        if (!needed && authorities.isPresent()) {
            settings.refuse(CLIENT_CA, "clients are asked in router.auth-mode certificate only");
        }
        return authorities;
    }

    /// Notes that clients cannot show certificates without TLS.
    public static void refuseCleartext(Settings settings) {
        settings.refuse(
                CLIENT_CA,
                "certificates are shown in HTTPS; set http.tls.certificate and http.tls.key");
    }

    private static Optional<OutboundProxy> proxy(Settings settings) {
        var username = settings.value(PROXY_USERNAME);
        var password = settings.value(PROXY_PASSWORD)
                .map(first -> new LiveSecret.Given(first, settings.fileOf(PROXY_PASSWORD)));
        return settings.value(PROXY).map(uri -> {
            if (uri.getPort() < 0 || !uri.getRawPath().replace("/", "").isEmpty()) {
                settings.refuse(PROXY, "write scheme, host and port, such as http://proxy:3128");
            }
            return new OutboundProxy(
                    "socks5".equals(uri.getScheme())
                            ? OutboundProxy.Kind.SOCKS5
                            : OutboundProxy.Kind.HTTP,
                    new HostPort(uri.getHost(), Math.clamp(uri.getPort(), 1, 65_535)),
                    username,
                    password);
        });
    }

    private static Robot.Given robot(Settings settings) {
        return new Robot.Given(
                secret(settings, USERNAME, "write the name of the account at Harbor that is used"),
                secret(settings, PASSWORD, "write the password of that account"));
    }

    private static LiveSecret.Given secret(
            Settings settings, Setting<Optional<Secret>> setting, String remedy) {
        var first = settings.require(setting, Secret.of(""), remedy);
        return new LiveSecret.Given(first, settings.fileOf(setting));
    }

    private static ResolveSettings resolve(Settings settings) {
        return new ResolveSettings(
                settings.value(RULES),
                settings.value(STRICT),
                settings.value(WAVE),
                settings.value(QUESTION_TIMEOUT),
                settings.value(BLOB_TIMEOUT),
                settings.value(MAPPING_TTL),
                settings.value(TAG_TTL),
                settings.value(STALE_TTL),
                settings.value(NEGATIVE_TTL),
                settings.value(MANIFEST_CACHE),
                settings.value(WARMUP_IMAGES),
                settings.value(COALESCE_BLOBS),
                settings.value(RETRY_ATTEMPTS),
                settings.value(RETRY_DELAY));
    }

    private static AccessSettings access(Settings settings) {
        var mode = settings.value(AUTH_MODE);
        var accounts = settings.value(ACCOUNTS);
        if (mode == Mode.ACCOUNTS && accounts.isEmpty()) {
            settings.refuse(
                    ACCOUNTS, "name the file of accounts, or choose another router.auth-mode");
        }
        return new AccessSettings(
                mode,
                accounts,
                settings.value(VERDICT_TTL),
                settings.value(VERDICT_GRACE),
                settings.value(RATE_LIMIT));
    }

    private static RepositoryName name(String text) {
        try {
            return RepositoryName.parse(text);
        } catch (OciException e) {
            throw new IllegalArgumentException(e.error().message(), e);
        }
    }
}
