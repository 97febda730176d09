package dev.berth.bench.scenario;

import java.io.IOException;
import java.io.Serial;

/// A target turns out to lack what a case needs: it is left out of the case, in words.
final class NotTakingPartException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    NotTakingPartException(String reason) {
        super(reason);
    }
}
