package dev.berth.router.project;

import dev.berth.oci.OciException;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Method;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.upstream.Call;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Harbor's own API, as far as the router asks it.
///
/// - Every call has one deadline for its head and for each part of its body; a page may
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
    private final Duration wait;

    public Harbor(Upstream upstream, URI origin, Robot robot, Duration wait) {
        this.upstream = upstream;
        this.origin = origin;
        this.robot = robot;
        this.wait = wait;
    }

    /// The registry behind a project, as Harbor tells of it.
    private record Registry(RegistryKind kind, Set<String> hosts) {
        static final Registry UNKNOWN = new Registry(RegistryKind.UNKNOWN, Set.of());
    }

    /// The version that Harbor says it has; empty text if it does not say.
    ///
    /// @throws HarborException if it gives no answer
    public String version() throws HarborException, InterruptedException {
        return askRobot("/api/v2.0/systeminfo?with_storage=false")
                .path("harbor_version")
                .asString("");
    }

    /// All proxy-cache projects that the robot sees, in Harbor's order.
    ///
    /// @throws HarborException if any page of the list cannot be had
    public List<Project> projects() throws HarborException, InterruptedException {
        var registries = registries();
        var projects = new ArrayList<Project>();
        for (var node : list("/api/v2.0/projects?with_detail=true&")) {
            var registry = node.path("registry_id");
            if (registry.isIntegralNumber() && registry.asLong() > 0) {
                project(node, registries.getOrDefault(registry.asLong(), Registry.UNKNOWN))
                        .ifPresent(projects::add);
            }
        }
        return projects;
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

    /// Registries by their id; none if the robot may not see them.
    private Map<Long, Registry> registries() throws HarborException, InterruptedException {
        var registries = new HashMap<Long, Registry>();
        try {
            for (var node : list("/api/v2.0/registries?")) {
                registries.put(node.path("id").asLong(), registry(node));
            }
        } catch (HarborException e) {
            if (!e.isCredentialRefused()) {
                throw e;
            }
            log.atDebug().log("the robot may not list registries; their types are unknown");
        }
        return registries;
    }

    private static Registry registry(JsonNode node) {
        if (node.path("type").asString("").equals("docker-hub")) {
            return new Registry(RegistryKind.DOCKER_HUB, DOCKER_HUB_HOSTS);
        }
        return new Registry(RegistryKind.OTHER, hosts(node.path("url").asString("")));
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
                throw new HarborException("Harbor answered " + path + " with no list", false);
            }
            nodes.forEach(all::add);
            if (nodes.size() < PAGE) {
                return all;
            }
        }
        throw new HarborException("Harbor has more than " + PAGE * PAGES_MAX + " projects", false);
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
        var target = new StringBuilder("/service/token?service=harbor-registry");
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
        throw new HarborException("Harbor's token service gave no token", false);
    }

    private JsonNode askRobot(String target) throws HarborException, InterruptedException {
        return get(target, robot.credential(), LIST_BYTES_MAX);
    }

    private JsonNode get(String target, Credential caller, int bytesMax)
            throws HarborException, InterruptedException {
        var call = new Call(Method.GET, origin, target, caller.authorization());
        try (var reply = upstream.ask(call, wait)) {
            boolean refused = reply.status() == 401 || reply.status() == 403;
            if (reply.status() != 200) {
                var path = target.substring(0, target.indexOf('?'));
                throw new HarborException(
                        "Harbor answered %s with %d".formatted(path, reply.status()), refused);
            }
            return JSON.readTree(reply.bytes(bytesMax));
        } catch (UpstreamException | JacksonException e) {
            throw new HarborException("Harbor cannot be asked: " + e.getMessage(), e);
        }
    }
}
