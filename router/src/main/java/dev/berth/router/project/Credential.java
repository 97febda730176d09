package dev.berth.router.project;

import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Headers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A name and a password at Harbor: of the router's own robot, or of a caller.
public record Credential(Secret name, Secret password) {
    /// The field of a request that shows them.
    public Headers authorization() {
        var text = name.reveal() + ":" + password.reveal();
        return Headers.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
}
