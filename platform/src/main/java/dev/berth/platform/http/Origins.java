package dev.berth.platform.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells who is asking, and under which scheme and authority the asker sees us.
///
/// - The setting `http.external-url` wins.
/// - `X-Forwarded-*`, else `Forwarded`, count only when the connection comes from a configured
///   proxy; from anybody else they are ignored.
/// - The client is the rightmost address that is not a configured proxy.
///
/// Source: RFC 7239; `X-Forwarded-*` as nginx, HAProxy and Traefik send them.
final class Origins {
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private final Optional<URI> externalUrl;
    private final List<AddressRange> proxies;

    Origins(Optional<URI> externalUrl, List<AddressRange> proxies) {
        this.externalUrl = externalUrl;
        this.proxies = proxies;
    }

    /// Whether a `Host` field or `:authority` is one: a name or address, and perhaps a port.
    static boolean isAuthority(String text) {
        return AUTHORITY.matcher(text).matches();
    }

    /// Scheme and authority, without a trailing slash.
    URI origin(Peer peer, Headers headers) {
        if (externalUrl.isPresent()) {
            return externalUrl.get();
        }
        var direct = peer.tls() ? "https" : "http";
        if (!isProxy(peer.address())) {
            return URI.create(direct + "://" + peer.authority());
        }
        var scheme = forwarded(headers, "X-Forwarded-Proto", "proto")
                .filter(proto -> proto.equals("http") || proto.equals("https"))
                .orElse(direct);
        var authority = forwarded(headers, "X-Forwarded-Host", "host")
                .filter(Origins::isAuthority)
                .orElse(peer.authority());
        var port = headers.first("X-Forwarded-Port")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .filter(_ -> !authority.matches(".*:[0-9]+"))
                .filter(text -> !text.equals(scheme.equals("https") ? "443" : "80"));
        return URI.create(
                scheme + "://" + authority + port.map(text -> ":" + text).orElse(""));
    }

    /// The address of the asker.
    InetAddress client(Peer peer, Headers headers) {
        var client = peer.address();
        if (!isProxy(client)) {
            return client;
        }
        for (var hop : hops(headers).reversed()) {
            var address = address(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!isProxy(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isProxy(InetAddress address) {
        for (var range : proxies) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> hops(Headers headers) {
        var hops = new ArrayList<String>();
        for (var field : headers.all("X-Forwarded-For")) {
            hops.addAll(List.of(field.split(",", -1)));
        }
        if (hops.isEmpty()) {
            for (var field : headers.all("Forwarded")) {
                for (var element : field.split(",", -1)) {
                    hops.add(parameter(element, "for").orElse("unknown"));
                }
            }
        }
        return hops;
    }

    private static Optional<InetAddress> address(String hop) {
        var text = hop.strip();
        if (text.startsWith("[")) {
            text = text.substring(1, Math.max(1, text.indexOf(']')));
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            text = text.substring(0, text.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> forwarded(Headers headers, String field, String parameter) {
        return headers.first(field)
                .map(value -> value.split(",", 2)[0].strip())
                .or(() -> headers.first("Forwarded")
                        .flatMap(value -> parameter(value.split(",", 2)[0], parameter)));
    }

    private static Optional<String> parameter(String element, String name) {
        for (var pair : element.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(pair.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return Optional.empty();
    }
}
