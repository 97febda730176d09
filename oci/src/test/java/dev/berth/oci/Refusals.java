package dev.berth.oci;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.util.Objects;

/// What a call refuses.
final class Refusals {
    private Refusals() {}

    static OciError refusal(ThrowingCallable call) {
        return Objects.requireNonNull(
                        catchThrowableOfType(OciException.class, call), "nothing was refused")
                .error();
    }
}
