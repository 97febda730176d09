package dev.berth.router.project;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.router.breaker.Breaker;
import dev.berth.router.breaker.Entry;
import dev.berth.router.breaker.Pass;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.upstream.Call;
import dev.berth.router.upstream.Reply;
import dev.berth.router.upstream.Upstream;
import dev.berth.router.upstream.UpstreamException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Harbor's own API, as far as the router asks it.
///
/// - Every call has a deadline for its head, and as long again for its body; a page may
///   have [#LIST_BYTES_MAX] bytes, a token [#TOKEN_BYTES_MAX], a list [#PAGES_MAX] pages.
/// - Thread-safe.
public final class Harbor {
    private static final Logger log = LoggerFactory.getLogger(Harbor.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LIST_BYTES_MAX = 4 * 1024 * 1024;
    private static final int TOKEN_BYTES_MAX = 256 * 1024;
    private static final int PAGE = 100;
    private static final int PAGES_MAX = 100;

    /// Scopes in one question to the token service: a URL of some 4 KiB at most.
    private static final int SCOPES_MAX = 40;

    private static final Set<String> DOCKER_HUB_HOSTS =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private final Upstream upstream;
    private final URI origin;
    private final Robot robot;
    private final AtomicReference<String> service = new AtomicReference<>("");
    private final Breaker breaker;
    private final Duration wait;

    /// @param breaker for connections to Harbor
    public Harbor(Upstream upstream, URI origin, Robot robot, Breaker breaker, Duration wait) {
        this.breaker = breaker;
        this.upstream = upstream;
        this.origin = origin;
        this.robot = robot;
        this.wait = wait;
    }

    /// The registry behind a project, as Harbor tells of it.
    private record Registry(RegistryKind kind, Set<String> hosts, boolean healthy) {
        static final Registry UNKNOWN = new Registry(RegistryKind.UNKNOWN, Set.of(), true);
        static final Registry NONE = new Registry(RegistryKind.OTHER, Set.of(), true);
    }

    /// What Harbor lists.
    ///
    /// @param projects in its order
    /// @param unhealthy names of those whose registry Harbor cannot reach now
    public record Listed(List<Project> projects, Set<String> unhealthy) {
        public Listed {
            projects = List.copyOf(projects);
            unhealthy = Set.copyOf(unhealthy);
        }
    }

    /// The version that Harbor says it has; empty text if it does not say.
    ///
    /// @throws HarborException if it gives no answer
    public String version() throws HarborException, InterruptedException {
        return askRobot("/api/v2.0/systeminfo?with_storage=false")
                .path("harbor_version")
                .asString("");
    }

    /// All proxy-cache projects that the robot sees, and those in `hosted`, in Harbor's order.
    ///
    /// @param hosted names of projects that are no proxy caches, and are routed to all the same
    /// @throws HarborException if any page of the list cannot be had
    public Listed projects(Set<String> hosted) throws HarborException, InterruptedException {
        var registries = registries();
        var projects = new ArrayList<Project>();
        var unhealthy = new HashSet<String>();
        for (var node : list("/api/v2.0/projects?with_detail=true&")) {
            var registry = registry(node, registries, hosted);
            var project = registry.flatMap(behind -> project(node, behind));
            project.ifPresent(projects::add);
            if (project.isPresent() && !registry.get().healthy()) {
                unhealthy.add(project.get().name());
            }
        }
        return new Listed(projects, unhealthy);
    }

    /// What is behind a project; empty if it is not routed to.
    private static Optional<Registry> registry(
            JsonNode project, Map<Long, Registry> registries, Set<String> hosted) {
        var id = project.path("registry_id");
        if (id.isIntegralNumber() && id.asLong() > 0) {
            return Optional.of(registries.getOrDefault(id.asLong(), Registry.UNKNOWN));
        }
        return hosted.contains(project.path("name").asString(""))
                ? Optional.of(Registry.NONE)
                : Optional.empty();
    }

    private static Optional<Project> project(JsonNode node, Registry registry) {
        var name = node.path("name").asString("");
        if (!isSegment(name)) {
            log.atError().addKeyValue("project", name).log("project with an unsafe name dropped");
            return Optional.empty();
        }
        boolean open = node.path("metadata").path("public").asString("").equals("true");
        return Optional.of(
                new Project(name, ProjectRule.PRIORITY, registry.kind(), registry.hosts(), open));
    }

    private static boolean isSegment(String name) {
        try {
            return RepositoryName.parse(name).value().indexOf('/') < 0;
        } catch (OciException e) {
            return false;
        }
    }

    /// Registries by their id; none if the robot may not see them, or Harbor has none to tell.
    private Map<Long, Registry> registries() throws HarborException, InterruptedException {
        var registries = new HashMap<Long, Registry>();
        try {
            for (var node : list("/api/v2.0/registries?")) {
                registries.put(node.path("id").asLong(0), registry(node));
            }
        } catch (HarborException e) {
            if (!e.isCredentialRefused() && !e.isAbsent()) {
                throw e;
            }
            log.atDebug().log("registries are not told to the robot; their types are unknown");
        }
        return registries;
    }

    private static Registry registry(JsonNode node) {
        boolean healthy = !node.path("status").asString("").equals("unhealthy");
        if (node.path("type").asString("").equals("docker-hub")) {
            return new Registry(RegistryKind.DOCKER_HUB, DOCKER_HUB_HOSTS, healthy);
        }
        return new Registry(RegistryKind.OTHER, hosts(node.path("url").asString("")), healthy);
    }

    private static Set<String> hosts(String url) {
        try {
            var authority = new URI(url).getRawAuthority();
            return authority == null ? Set.of() : Set.of(authority);
        } catch (URISyntaxException e) {
            return Set.of();
        }
    }

    private List<JsonNode> list(String path) throws HarborException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        for (int page = 1; page <= PAGES_MAX; page++) {
            var nodes = askRobot(path + "page=" + page + "&page_size=" + PAGE);
            if (!nodes.isArray()) {
                throw new HarborException("Harbor answered " + path + " with no list");
            }
            nodes.forEach(all::add);
            if (nodes.size() < PAGE) {
                return all;
            }
        }
        throw new HarborException("Harbor lists more than " + PAGE * PAGES_MAX + " at " + path);
    }

    /// Those of `projects` whose images the owner of a credential may pull.
    ///
    /// @throws HarborException with `isCredentialRefused` if Harbor does not know who asks
    public Set<String> readable(Credential caller, List<String> projects)
            throws HarborException, InterruptedException {
        var readable = new HashSet<String>();
        int from = 0;
        do {
            var some = projects.subList(from, Math.min(projects.size(), from + SCOPES_MAX));
            readable.addAll(readableOf(caller, some));
            from += SCOPES_MAX;
        } while (from < projects.size());
        return readable;
    }

    private Set<String> readableOf(Credential caller, List<String> projects)
            throws HarborException, InterruptedException {
        var target = new StringBuilder("/service/token?service=").append(service());
        for (var project : projects) {
            target.append("&scope=repository:").append(project).append("/any:pull");
        }
        var answer = get(target.toString(), caller, TOKEN_BYTES_MAX);
        var readable = new HashSet<String>();
        for (var access : claims(answer.path("token").asString("")).path("access")) {
            var name = access.path("name").asString("");
            for (var action : access.path("actions")) {
                if (name.endsWith("/any") && action.asString("").equals("pull")) {
                    readable.add(name.substring(0, name.length() - "/any".length()));
                }
            }
        }
        readable.retainAll(projects);
        return readable;
    }

    /// What a token of Harbor says about its holder.
    ///
    /// @param subject its name; empty text for nobody
    /// @param repositories names of repositories, with their project, that may be pulled from
    /// @param ends when it is none any more
    public record TokenHolder(String subject, Set<String> repositories, Instant ends) {
        public TokenHolder {
            repositories = Set.copyOf(repositories);
        }
    }

    /// Shows a caller's token to Harbor, which alone can say whether it is one of its own.
    ///
    /// @throws HarborException with `isCredentialRefused` if it is not, or not any more
    public TokenHolder holder(Secret token) throws HarborException, InterruptedException {
        var fields = Headers.of("Authorization", "Bearer " + token.reveal());
        requireOk(new Call(Method.GET, origin, "/v2/", fields));
        return holder(claims(token.reveal()));
    }

    private static TokenHolder holder(JsonNode claims) {
        var repositories = new HashSet<String>();
        for (var access : claims.path("access")) {
            if (access.path("type").asString("").equals("repository") && mayPull(access)) {
                repositories.add(access.path("name").asString(""));
            }
        }
        return new TokenHolder(
                claims.path("sub").asString(""),
                repositories,
                Instant.ofEpochSecond(claims.path("exp").asLong(0)));
    }

    private static boolean mayPull(JsonNode access) {
        for (var action : access.path("actions")) {
            if (action.asString("").equals("pull") || action.asString("").equals("*")) {
                return true;
            }
        }
        return false;
    }

    private void requireOk(Call call) throws HarborException, InterruptedException {
        try (var reply = ask(call)) {
            if (reply.status() != 200) {
                throw HarborException.answered(call.target(), reply.status());
            }
        } catch (UpstreamException e) {
            throw new HarborException("Harbor cannot be asked: " + e.getMessage(), e);
        }
    }

    /// The names of the repositories of a project, without the project, in no order.
    ///
    /// @throws HarborException if any page of the list cannot be had
    public List<String> repositories(String project) throws HarborException, InterruptedException {
        var start = project + "/";
        var names = new ArrayList<String>();
        for (var node : list("/api/v2.0/projects/" + project + "/repositories?")) {
            var name = node.path("name").asString("");
            if (name.startsWith(start)) {
                names.add(name.substring(start.length()));
            }
        }
        return names;
    }

    /// What the token service is called; asked once.
    private String service() throws HarborException, InterruptedException {
        var known = service.get();
        if (!known.isEmpty()) {
            return known;
        }
        try (var reply = ask(new Call(Method.GET, origin, "/v2/", Headers.NONE))) {
            var name = reply.header("WWW-Authenticate")
                    .flatMap(TokenService::parse)
                    .orElse(TokenService.USUAL);
            service.set(name);
            return name;
        } catch (UpstreamException e) {
            throw new HarborException("Harbor cannot be asked: " + e.getMessage(), e);
        }
    }

    /// What a token says; Harbor itself gave it to us, so its signature proves nothing more.
    private static JsonNode claims(String token) throws HarborException {
        var parts = token.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            }
        } catch (IllegalArgumentException | JacksonException e) {
            throw new HarborException("Harbor's token service gave no token", e);
        }
        throw new HarborException("Harbor's token service gave no token");
    }

    private JsonNode askRobot(String target) throws HarborException, InterruptedException {
        return get(target, robot.credential(), LIST_BYTES_MAX);
    }

    /// Through the breaker that stands for connections to Harbor.
    private Reply ask(Call call) throws UpstreamException, HarborException, InterruptedException {
        return switch (breaker.enter(Breaker.Use.QUESTION)) {
            case Entry.Refused _ -> throw new HarborException("Harbor is not asked for a while");
            case Pass pass -> {
                try (pass) {
                    yield ask(call, pass);
                }
            }
        };
    }

    private Reply ask(Call call, Pass pass) throws UpstreamException, InterruptedException {
        try {
            var reply = upstream.ask(call, wait);
            pass.succeeded();
            return reply;
        } catch (UpstreamException e) {
            if (e.reason() == UpstreamException.Reason.CONNECT) {
                pass.failed();
            }
            throw e;
        }
    }

    private JsonNode get(String target, Credential caller, int bytesMax)
            throws HarborException, InterruptedException {
        var call = new Call(Method.GET, origin, target, caller.authorization());
        try (var reply = ask(call)) {
            if (reply.status() != 200) {
                var path = target.substring(0, target.indexOf('?'));
                throw HarborException.answered(path, reply.status());
            }
            return JSON.readTree(reply.bytes(bytesMax));
        } catch (UpstreamException | JacksonException e) {
            throw new HarborException("Harbor cannot be asked: " + e.getMessage(), e);
        }
    }
}
