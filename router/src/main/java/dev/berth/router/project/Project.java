package dev.berth.router.project;

import dev.berth.oci.RepositoryName;

import java.util.Set;

/// A proxy-cache project of Harbor, and the registry behind it.
///
/// - `priority`: smaller is asked and believed first.
/// - `kind`: what the registry behind it is, as far as Harbor or the settings tell.
/// - `hosts`: under which names clients know that registry; empty if unknown.
/// - `open`: anybody may pull from it.
public record Project(
        String name, int priority, RegistryKind kind, Set<String> hosts, boolean open) {
    private static final String LIBRARY = "/library/";

    public Project {
        hosts = Set.copyOf(hosts);
    }

    /// What matters about a registry behind a project.
    public enum RegistryKind {
        /// Names of one segment mean `library/…`.
        DOCKER_HUB,
        /// Names are taken as they are.
        OTHER,
        /// Harbor did not tell; taken for Docker Hub.
        UNKNOWN
    }

    /// Where Harbor keeps what clients call `image`.
    public RepositoryName repository(RepositoryName image) {
        boolean official = isLibrary() && image.value().indexOf('/') < 0;
        return RepositoryName.parse(name + (official ? LIBRARY : "/") + image);
    }

    /// Whether names of one segment are below `library/` here.
    boolean isLibrary() {
        return kind != RegistryKind.OTHER;
    }

    /// Whether an image has a name here: with the project before it, it may be too long for one.
    public boolean hasRoomFor(RepositoryName image) {
        return name.length() + LIBRARY.length() + image.value().length()
                <= RepositoryName.LENGTH_MAX;
    }

    /// Whether it may have what a client knows under the host `host`.
    public boolean mayMirror(String host) {
        return hosts.isEmpty() || hosts.contains(host);
    }
}
