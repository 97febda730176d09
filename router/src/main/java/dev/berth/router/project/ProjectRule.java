package dev.berth.router.project;

import dev.berth.router.project.Project.RegistryKind;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What an operator says about a project, and Harbor does not: `dockerhub priority=10
/// type=docker-hub host=docker.io`.
///
/// - `hosted`: it is routed to although it is no proxy cache.
public record ProjectRule(
        String name,
        OptionalInt priority,
        Optional<RegistryKind> kind,
        boolean hosted,
        Set<String> hosts) {
    public static final int PRIORITY = 100;

    public ProjectRule {
        hosts = Set.copyOf(hosts);
    }

    /// Reads a name and any of `priority=`, `type=` and `host=`, parted by spaces.
    ///
    /// @throws IllegalArgumentException with what to write instead
    public static ProjectRule parse(String text) {
        var words = text.strip().split("\\s+", -1);
        var priority = OptionalInt.empty();
        var kind = Optional.<RegistryKind>empty();
        boolean hosted = false;
        var hosts = new LinkedHashSet<String>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            var value = words[i].substring(equals + 1);
            switch (equals < 0 ? "" : words[i].substring(0, equals)) {
                case "priority" -> priority = OptionalInt.of(priority(value));
                case "type" -> {
                    kind = Optional.of(kind(value));
                    hosted = value.equals("hosted");
                }
                case "host" -> hosts.add(value);
                default ->
                    throw new IllegalArgumentException(
                            "write a project and priority=, type= or host= after it");
            }
        }
        return new ProjectRule(words[0], priority, kind, hosted, hosts);
    }

    private static int priority(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("write a priority from 0 to 999999");
        }
        return Integer.parseInt(text);
    }

    private static RegistryKind kind(String text) {
        return switch (text) {
            case "docker-hub" -> RegistryKind.DOCKER_HUB;
            case "other", "hosted" -> RegistryKind.OTHER;
            default ->
                throw new IllegalArgumentException(
                        "write type=docker-hub, type=other or type=hosted");
        };
    }

    /// A project that Harbor told of, with what this rule says better.
    Project applied(Project found) {
        return new Project(
                found.name(),
                priority.orElse(found.priority()),
                kind.orElse(found.kind()),
                hosts.isEmpty() ? found.hosts() : hosts,
                found.open());
    }
}
