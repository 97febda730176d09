package dev.berth.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.util.ArrayList;
import java.util.List;

/// Target and fields of a request and whom it addresses, once they have proven to be unambiguous.
///
/// Source: RFC 9112 §3.2 (Host), §6.1 (Transfer-Encoding), RFC 9113 §8.3.1.
record RequestHead(RequestTarget target, Headers headers, Peer peer) {
    /// A host that was named properly: most requests name the one that the last one named.
    private static volatile String lastHost = "";

    /// Checks what the parser lets through.
    ///
    /// @throws HttpException with the refusal; the connection must not be trusted further
    static RequestHead of(HttpServerRequest http, ConnectionWatch watch, HttpLimits limits) {
        var uri = http.uri() == null ? "" : http.uri(); // CONNECT over HTTP/2 has none
        if (uri.length() > limits.targetBytesMax()) {
            throw new HttpException(new HttpProblem.UriTooLong(limits.targetBytesMax()));
        }
        var headers = headers(http, limits);
        var coding = headers.all("Transfer-Encoding");
        if (!coding.isEmpty()
                && (coding.size() > 1 || !coding.getFirst().equalsIgnoreCase("chunked"))) {
            throw malformed("the only transfer coding understood is chunked, once");
        }
        return new RequestHead(
                RequestTarget.parse(uri),
                headers,
                new Peer(watch.address(), http.isSSL(), authority(http, headers)));
    }

    private static Headers headers(HttpServerRequest http, HttpLimits limits) {
        var received = http.headers();
        var fields = new ArrayList<String>(24);
        received.forEach((name, value) -> {
            fields.add(name);
            fields.add(value);
        });
        if (fields.size() > 2 * limits.headerCountMax()) {
            throw new HttpException(new HttpProblem.HeadersTooLarge(
                    "a request may have at most " + limits.headerCountMax() + " header fields"));
        }
        return Headers.received(fields);
    }

    private static String authority(HttpServerRequest http, Headers headers) {
        var hosts = http.version() == HttpVersion.HTTP_2
                ? List.of(http.authority() == null ? "" : http.authority().toString())
                : headers.all("Host");
        if (hosts.isEmpty() && http.version() == HttpVersion.HTTP_1_0) {
            return "localhost";
        }
        if (hosts.size() != 1 || !isAuthority(hosts.getFirst())) {
            throw malformed("a request names one host, and properly");
        }
        return hosts.getFirst();
    }

    private static boolean isAuthority(String host) {
        if (host.equals(lastHost)) {
            return true;
        }
        boolean proper = Origins.isAuthority(host);
        if (proper) {
            lastHost = host;
        }
        return proper;
    }

    private static HttpException malformed(String message) {
        return new HttpException(new HttpProblem.Malformed(message));
    }
}
