package dev.berth.router.project;

import java.util.Optional;
import java.util.regex.Pattern;

/// What Harbor's token service is called, as the challenge of its `/v2/` says.
///
/// Of the challenge nothing else is used: credentials go to the address that is set, whatever realm
/// it names. Source: distribution's token authentication, "How to authenticate".
final class TokenService {
    /// What Harbor calls it.
    static final String USUAL = "harbor-registry";

    private static final String BEARER = "Bearer ";
    private static final int CHARACTERS_MAX = 4 * 1024;
    private static final Pattern SERVICE =
            Pattern.compile("(?i)[\\s,]service\\s*=\\s*\"([A-Za-z0-9._:/-]{1,255})\"");

    private TokenService() {}

    /// The name in a challenge; empty if it is none for a token, or names none that is plain.
    static Optional<String> parse(String challenge) {
        if (challenge.length() > CHARACTERS_MAX
                || !challenge.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        var service = SERVICE.matcher(challenge);
        return service.find() ? Optional.of(service.group(1)) : Optional.empty();
    }
}
