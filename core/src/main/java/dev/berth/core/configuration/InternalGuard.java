package dev.berth.core.configuration;

import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

import java.util.Optional;

/// Lets in another program of the installation, which shows what both were told.
record InternalGuard(Optional<Secret> secret) implements Guard<Boolean> {
    private static final String SCHEME = "Harbor-Secret ";

    @Override
    public String permission() {
        return "internal secret";
    }

    @Override
    public Boolean admit(Request request) {
        var shown = request.headers()
                .first("Authorization")
                .filter(field -> field.startsWith(SCHEME))
                .map(field -> Secret.of(field.substring(SCHEME.length())));
        if (secret.isEmpty() || !shown.equals(secret)) {
            throw new HarborException(HarborError.UNAUTHORIZED);
        }
        return true;
    }
}
