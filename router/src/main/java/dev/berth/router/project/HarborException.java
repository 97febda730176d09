package dev.berth.router.project;

import java.io.IOException;

/// Harbor's API gave no usable answer.
public final class HarborException extends IOException {
    private final boolean credentialRefused;

    HarborException(String message, boolean credentialRefused) {
        super(message);
        this.credentialRefused = credentialRefused;
    }

    HarborException(String message, Throwable cause) {
        super(message, cause);
        this.credentialRefused = false;
    }

    /// Whether Harbor does not know, or not allow, who asked.
    public boolean isCredentialRefused() {
        return credentialRefused;
    }
}
