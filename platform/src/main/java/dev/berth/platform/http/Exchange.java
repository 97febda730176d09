package dev.berth.platform.http;

import dev.berth.platform.telemetry.RequestContext;
import dev.berth.platform.telemetry.TraceContext;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.OptionalLong;

import javax.net.ssl.SSLPeerUnverifiedException;

/// One request of a connection as routes see it.
final class Exchange implements Request, RequestBody, RequestContext.Source {
    private final String id;
    private final HttpConnection connection;
    private final @Nullable Method method;
    private final Headers headers;
    private final Peer peer;
    private final Origins origins;
    private final @Nullable BodyInput input;
    private final HeapRooms rooms;
    private final OptionalLong length;
    private final RequestTarget target;
    private Router.@Nullable Match match;
    private @Nullable Query query;
    private String subject = "";
    private @Nullable TraceContext trace;
    private int bodyRoom;
    private int buildingRoom;

    Exchange(
            HttpServerRequest http,
            RequestHead head,
            Origins origins,
            @Nullable BodyInput input,
            HeapRooms rooms) {
        id = RequestId.of(head.headers().first("X-Request-Id"));
        this.connection = http.connection();
        this.headers = head.headers();
        this.peer = head.peer();
        this.origins = origins;
        this.input = input;
        this.rooms = rooms;
        method = methodOf(http.method().name());
        length = length(headers, input);
        target = head.target();
    }

    private static @Nullable Method methodOf(String name) {
        return switch (name) {
            case "GET" -> Method.GET;
            case "HEAD" -> Method.HEAD;
            case "POST" -> Method.POST;
            case "PUT" -> Method.PUT;
            case "PATCH" -> Method.PATCH;
            case "DELETE" -> Method.DELETE;
            default -> null;
        };
    }

    private static OptionalLong length(Headers headers, @Nullable BodyInput input) {
        var declared = headers.first("Content-Length");
        if (declared.isPresent()) {
            return OptionalLong.of(Long.parseLong(declared.get()));
        }
        return input == null ? OptionalLong.of(0) : OptionalLong.empty();
    }

    /// Binds the route, and its limit to the body.
    void matched(Router.Match found) {
        match = found;
        long bytesMax = found.entry().route.bodyBytesMax();
        if (length.isPresent() && length.getAsLong() > bytesMax) {
            throw new HttpException(new HttpProblem.BodyTooLarge(bytesMax));
        }
        if (input != null) {
            input.limit(bytesMax);
        }
    }

    /// Ends the turn of [#makeRoom].
    void handled() {
        rooms.building().giveBack(buildingRoom);
        buildingRoom = 0;
    }

    /// Gives back what its body took; the answer holds no part of it.
    void answered() {
        rooms.bodies().giveBack(bodyRoom);
        bodyRoom = 0;
    }

    RequestTarget target() {
        return target;
    }

    /// The method, or null for one that no route can have.
    @Nullable
    Method methodOrNull() {
        return method;
    }

    @Override
    public void makeRoom(long answerBytesMax) throws InterruptedIOException {
        buildingRoom += rooms.building().take(answerBytesMax);
    }

    @Override
    public void identified(String name) {
        subject = name;
    }

    /// Who is asking, if a guard has found out.
    String subject() {
        return subject;
    }

    @Override
    public void traced(TraceContext context) {
        trace = context;
    }

    @Override
    public RequestContext context() {
        return new RequestContext(id, Optional.ofNullable(trace));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Method method() {
        // A request that reached a route has a known method; for the others GET says enough to a
        // renderer.
        return method == null ? Method.GET : method;
    }

    @Override
    public String path() {
        return target.path();
    }

    @Override
    public String parameter(String name) {
        if (match != null) {
            var names = match.entry().names;
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equals(name)) {
                    return match.captures().get(i);
                }
            }
        }
        throw new IllegalArgumentException(
                "the route of %s captures no {%s}".formatted(path(), name));
    }

    @Override
    public Query query() {
        if (query == null) {
            query = Query.parse(target.query());
        }
        return query;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public RequestBody body() {
        return this;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public InputStream stream() {
        return input == null ? InputStream.nullInputStream() : input;
    }

    @Override
    public byte[] bytes(int bytesMax) throws IOException {
        if (length.isPresent() && length.getAsLong() > bytesMax) {
            throw new HttpException(new HttpProblem.BodyTooLarge(bytesMax));
        }
        takeRoom(length.orElse(bytesMax));
        if (length.isPresent()) {
            return stream().readNBytes((int) length.getAsLong());
        }
        var bytes = stream().readNBytes(bytesMax);
        if (stream().read() >= 0) {
            throw new HttpException(new HttpProblem.BodyTooLarge(bytesMax));
        }
        return bytes;
    }

    private void takeRoom(long bytes) throws InterruptedIOException {
        int taken = rooms.bodies().take(bytes);
        bodyRoom += taken;
        if (taken > 0 && input != null) {
            input.hurry(bytes);
        }
    }

    @Override
    public InetAddress client() {
        return origins.client(peer, headers);
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        if (!connection.isSsl()) {
            return Optional.empty();
        }
        try {
            return connection.peerCertificates().stream()
                    .limit(1)
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .findFirst();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public URI origin() {
        return origins.origin(peer, headers);
    }
}
