package dev.berth.platform.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server on a free port of the loopback interface, and a client for it.
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /// The limits that were reached, in order.
    final ConcurrentLinkedQueue<ServerLimit> reached;

    private TestServer(HttpServer server, ConcurrentLinkedQueue<ServerLimit> reached) {
        this.server = server;
        this.reached = reached;
    }

    static HttpSettings settings() {
        return HttpSettings.cleartext(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static TestServer start(Route<?>... routes) {
        return start(settings(), routes);
    }

    static TestServer start(HttpSettings settings, Route<?>... routes) {
        return start(settings, HttpEvents.NONE, routes);
    }

    static TestServer start(HttpSettings settings, HttpEvents more, Route<?>... routes) {
        var reached = new ConcurrentLinkedQueue<ServerLimit>();
        var events = new HttpEvents() {
            @Override
            public void limitReached(ServerLimit limit) {
                reached.add(limit);
            }

            @Override
            public void connections(int change) {
                more.connections(change);
            }

            @Override
            public void peerGone() {
                more.peerGone();
            }

            @Override
            public Observation started(Request request, String operation) {
                return more.started(request, operation);
            }
        };
        var group = new RouteGroup("/", List.of(routes), new PlainErrors(), Headers.NONE);
        try {
            return new TestServer(HttpServer.start(settings, List.of(group), events), reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets everybody in.
    static final Guard<String> OPEN = new Guard<>() {
        @Override
        public String permission() {
            return "none";
        }

        @Override
        public String admit(Request request) {
            return "anybody";
        }
    };

    static Route<String> route(Method method, String pattern, Handler<String> handler) {
        return Route.of(
                method.name().toLowerCase(java.util.Locale.ROOT), method, pattern, OPEN, handler);
    }

    HttpServer server() {
        return server;
    }

    int port() {
        return server.address().getPort();
    }

    URI uri(String path) {
        return URI.create("http://" + server.address().getHostString() + ":" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
