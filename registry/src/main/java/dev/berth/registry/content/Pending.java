package dev.berth.registry.content;

import java.util.Optional;

/// Stands where a body lands with the next commits; goes with the last of them.
public final class Pending {
    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T follows() {
        return Optional.<T>empty().orElseThrow();
    }
}
