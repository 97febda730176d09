package dev.berth.platform.http;

import dev.berth.platform.telemetry.TraceContext;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// One request, after its head has been read and a route has matched.
///
/// - Everything but the body is in memory and bounded by the server's limits.
/// - The path was percent-decoded once, segment by segment; a segment with an encoded `/`, `\`,
///   `.` or control character never gets here.
/// - Used by one thread.
public interface Request {
    /// Names this request in logs, traces and the answer's `X-Request-Id`.
    String id();

    Method method();

    /// The path as sent, still encoded, without the query; never empty.
    String path();

    /// What the route's pattern captured under `name`, decoded.
    ///
    /// @throws IllegalArgumentException if the pattern has no such name: a bug in the route
    String parameter(String name);

    Query query();

    Headers headers();

    RequestBody body();

    /// Who is asking, as far as the connection and the configured proxies tell.
    InetAddress client();

    /// What the client showed at the handshake, of an authority of
    /// [HttpSettings.Tls#clientAuthorities]; empty if it showed none, or was not asked.
    default Optional<X509Certificate> clientCertificate() {
        return Optional.empty();
    }

    /// Scheme and authority under which the client sees us, without a trailing slash: the setting
    /// `http.external-url`, else `X-Forwarded-*` of a configured proxy, else the `Host` header.
    URI origin();

    /// Waits for a turn to build an answer of up to `answerBytesMax` bytes in memory. A handler
    /// calls it once, before it loads what such an answer is made of; the turn ends when the
    /// handler returns.
    ///
    /// @throws HttpException with [HttpProblem.Unavailable] if too many others are at it
    default void makeRoom(long answerBytesMax) throws InterruptedIOException {}

    /// Names who is asking, for the access log; a guard calls it once it knows.
    default void identified(String subject) {}

    /// Says where in a trace the request is, for the lines that are logged for it.
    default void traced(TraceContext trace) {}
}
