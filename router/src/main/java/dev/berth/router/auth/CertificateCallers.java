package dev.berth.router.auth;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.platform.http.Request;

/// Lets whoever has shown a certificate of the authority that is set read every project.
///
/// The server checked it at the handshake; there is nothing that a client could be challenged for.
final class CertificateCallers implements Callers {
    private final KnownProjects projects;

    CertificateCallers(KnownProjects projects) {
        this.projects = projects;
    }

    @Override
    public Access admit(Request request) {
        var certificate = request.clientCertificate()
                .orElseThrow(() -> new AuthException(new AuthRefusal.Denied(
                        "show a certificate of your own: this address knows clients by it")));
        return new Access(certificate.getSubjectX500Principal().getName(), projects.all());
    }
}
