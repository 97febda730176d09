package dev.berth.auth.http;

import dev.berth.platform.http.Request;

import java.util.Optional;

/// Makes the challenges of `/v2`, in the scheme that is configured.
final class Challenges {
    private final String service;
    private final ChallengeScheme scheme;

    Challenges(String service, ChallengeScheme scheme) {
        this.service = service;
        this.scheme = scheme;
    }

    /// Asks for credentials.
    ///
    /// @param scope as in a token request; empty for none
    Challenge plain(Request request, String scope) {
        return of(request, scope, Optional.empty());
    }

    /// Asks again, because of what came.
    Challenge because(Challenge.Problem problem, Request request, String scope) {
        return of(request, scope, Optional.of(problem));
    }

    private Challenge of(Request request, String scope, Optional<Challenge.Problem> problem) {
        return switch (scheme) {
            case BEARER ->
                new Challenge.Bearer(request.origin() + TokenRoutes.PATH, service, scope, problem);
            case BASIC -> new Challenge.Basic(service);
        };
    }
}
