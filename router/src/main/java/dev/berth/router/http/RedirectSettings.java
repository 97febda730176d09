package dev.berth.router.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// What becomes of an answer of Harbor that names another place for a blob.
///
/// - `follow`: the router goes there; else the client is sent.
/// - `hosts`: the only ones that may be named.
public record RedirectSettings(boolean follow, Set<String> hosts) {
    public RedirectSettings {
        hosts = Set.copyOf(hosts);
    }

    /// The place, if it is allowed: http or https, one of the hosts, nobody's name in it.
    Optional<URI> allowed(String location) {
        return parse(location)
                .filter(place ->
                        "https".equals(place.getScheme()) || "http".equals(place.getScheme()))
                .filter(place -> place.getRawUserInfo() == null)
                .filter(place -> place.getHost() != null && hosts.contains(place.getHost()));
    }

    /// What is named, for people.
    static String host(String location) {
        return parse(location).map(URI::getHost).orElse("nowhere");
    }

    /// Empty also for what some other reader might understand differently.
    private static Optional<URI> parse(String location) {
        try {
            return location.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')
                    ? Optional.of(new URI(location))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
