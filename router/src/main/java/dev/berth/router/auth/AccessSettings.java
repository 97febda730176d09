package dev.berth.router.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Who may pull.
///
/// - `accounts`: the htpasswd file of [Mode#ACCOUNTS].
/// - `verdictTtl`: how long it is believed what Harbor said about a credential.
/// - `verdictGrace`: how much longer while Harbor does not answer.
/// - `requestsPerSecond`: of one client; 0 for any number.
public record AccessSettings(
        Mode mode,
        Optional<Path> accounts,
        Duration verdictTtl,
        Duration verdictGrace,
        int requestsPerSecond) {
    /// By what a caller is measured.
    public enum Mode {
        /// Harbor knows the credential, and which projects it may read.
        VALIDATE,
        /// As [#VALIDATE]; without a credential, the projects that are public.
        ANONYMOUS,
        /// The account is in a file of the router, and may read every project.
        ACCOUNTS,
        /// The client showed a certificate, and may read every project.
        CERTIFICATE,
        /// Some `Authorization` was sent, whatever it says: as harbor-router does it.
        PRESENCE
    }
}
