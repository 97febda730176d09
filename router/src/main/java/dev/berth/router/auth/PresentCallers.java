package dev.berth.router.auth;

import dev.berth.auth.http.Authorization;

/// Lets everybody in who sends any credential, and looks at none: only for a router that nobody but
/// an authenticating proxy can reach.
final class PresentCallers implements Callers.ByCredential {
    private final KnownProjects projects;

    PresentCallers(KnownProjects projects) {
        this.projects = projects;
    }

    @Override
    public Access admit(Authorization authorization) {
        if (authorization instanceof Authorization.None) {
            throw Callers.loginNeeded();
        }
        return new Access("", projects.all());
    }
}
