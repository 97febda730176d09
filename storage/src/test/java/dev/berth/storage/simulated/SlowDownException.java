package dev.berth.storage.simulated;

import java.io.IOException;

/// The backend answered 503 SlowDown; the call was not done and may be repeated.
final class SlowDownException extends IOException {
    SlowDownException(String call) {
        super(call + ": 503 SlowDown");
    }
}
