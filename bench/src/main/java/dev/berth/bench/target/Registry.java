package dev.berth.bench.target;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.process.ProcessTree;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A server that speaks the distribution protocol, or as much of it as its abilities say.
public final class Registry implements Target {
    private final String name;
    private final Set<Ability> abilities;
    private final Server server;
    private final Access access;
    private final Publisher publisher;
    private final Optional<Before> before;
    private final Optional<Index> index;
    private final Set<String> seeded = new HashSet<>();

    /// What a router stands before.
    ///
    /// @param prefix what stands before an image's name in its paths
    private record Before(Harbor harbor, String prefix) {}

    /// Puts content into a registry.
    @FunctionalInterface
    public interface Seeding {
        void run() throws IOException, InterruptedException;
    }

    private Registry(
            String name,
            Set<Ability> abilities,
            Server server,
            Access access,
            Optional<Publisher> publisher,
            Optional<Before> before,
            Optional<Index> index) {
        this.name = name;
        this.abilities = Set.copyOf(abilities);
        this.server = server;
        this.access = access;
        this.publisher = publisher.orElseGet(() -> new HttpPublisher(this));
        this.before = before;
        this.index = index;
    }

    /// A registry that is filled by pushing.
    static Registry over(
            String name, Set<Ability> abilities, Server server, Optional<Credentials> credentials)
            throws IOException {
        var access = Access.to(server.endpoint(), credentials);
        return new Registry(
                name,
                abilities,
                server,
                access,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// A registry whose database is at hand while it is stopped.
    static Registry over(
            String name,
            Set<Ability> abilities,
            Server server,
            Optional<Credentials> credentials,
            Index index)
            throws IOException {
        var access = Access.to(server.endpoint(), credentials);
        return new Registry(
                name,
                abilities,
                server,
                access,
                Optional.empty(),
                Optional.empty(),
                Optional.of(index));
    }

    /// A registry that runs already. It cannot be restarted, and is never stopped.
    ///
    /// @param pid of its first process; its descendants count too
    public static Registry given(
            String name,
            Set<Ability> abilities,
            Endpoint endpoint,
            long pid,
            Optional<Credentials> credentials)
            throws IOException {
        var offered = EnumSet.copyOf(abilities);
        offered.remove(Ability.RESTART);
        offered.remove(Ability.ACCOUNTS);
        return over(name, offered, new GivenServer(endpoint, ProcessTree.of(pid)), credentials);
    }

    /// A server of files that is filled by writing them.
    static Registry overFiles(String name, Set<Ability> abilities, Server server, Publisher files)
            throws IOException {
        var access = Access.to(server.endpoint(), Optional.empty());
        return new Registry(
                name,
                abilities,
                server,
                access,
                Optional.of(files),
                Optional.empty(),
                Optional.empty());
    }

    /// A server before the mock of Harbor; what it serves is there from the start.
    ///
    /// @param prefix what stands before an image's name in its paths
    static Registry routed(
            String name,
            Set<Ability> abilities,
            Server server,
            Optional<Credentials> credentials,
            Harbor harbor,
            String prefix)
            throws IOException {
        var access = Access.to(server.endpoint(), credentials);
        var before = Optional.of(new Before(harbor, prefix));
        return new Registry(
                name, abilities, server, access, Optional.empty(), before, Optional.empty());
    }

    /// A router that runs already, before the mock of Harbor.
    ///
    /// @param pid of its first process; its descendants count too
    public static Registry givenRouter(
            String name,
            Set<Ability> abilities,
            Endpoint endpoint,
            long pid,
            Optional<Credentials> credentials,
            Harbor harbor,
            String prefix)
            throws IOException {
        var server = new GivenServer(endpoint, ProcessTree.of(pid));
        return routed(name, abilities, server, credentials, harbor, prefix);
    }

    @Override
    public String name() {
        return name;
    }

    /// The mock that it stands before.
    ///
    /// @throws IllegalStateException if it is not a router
    public Harbor harbor() {
        return before().harbor();
    }

    /// The path's part that names an image of the mock.
    public String image(String image) {
        return before().prefix() + "/" + image;
    }

    private Before before() {
        return before.orElseThrow(() -> new IllegalStateException(name + " is not a router"));
    }

    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }

    public Endpoint endpoint() {
        return server.endpoint();
    }

    public Server server() {
        return server;
    }

    @Override
    public ProcessTree process() {
        return server.process();
    }

    public Access access() {
        return access;
    }

    public Publisher publisher() {
        return publisher;
    }

    /// Its database, for while it is stopped.
    ///
    /// @throws UnsupportedOperationException without [Ability#ACCOUNTS]
    public Index index() {
        return index.orElseThrow(() ->
                new UnsupportedOperationException(name + " has no database that can be filled"));
    }

    /// Does that the first time only that it is asked for under this key.
    public void seedOnce(String key, Seeding seeding) throws IOException, InterruptedException {
        if (!seeded.contains(key)) {
            seeding.run();
            seeded.add(key);
        }
    }

    /// A request that carries whatever this registry wants for that scope.
    ///
    /// @throws IOException if no token can be had
    public RequestBuilder request(String method, String path, Scope scope) throws IOException {
        var request = new RequestBuilder(server.endpoint(), method, path);
        // Routers may take a credential that they do not ask for.
        var authorization = before.isPresent() ? access.basic() : access.authorization(scope);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    public RequestBuilder manifest(String method, String repository, String reference)
            throws IOException {
        return request(
                        method,
                        "/v2/" + repository + "/manifests/" + reference,
                        Scope.pull(repository))
                .header("Accept", Manifest.MEDIA_TYPE);
    }

    public RequestBuilder blob(String method, String repository, String digest) throws IOException {
        return request(method, "/v2/" + repository + "/blobs/" + digest, Scope.pull(repository));
    }

    public Request putManifest(String repository, String reference, Manifest manifest)
            throws IOException {
        String path = "/v2/" + repository + "/manifests/" + reference;
        return request("PUT", path, Scope.push(repository))
                .body(Manifest.MEDIA_TYPE, manifest.body())
                .expecting(201);
    }

    /// Sends one request on a connection of its own, outside of any measurement.
    public Answer call(Request request) throws IOException {
        try (var connection = Connection.open(endpoint())) {
            return connection.exchange(request);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
