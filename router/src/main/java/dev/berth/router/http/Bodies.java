package dev.berth.router.http;

import dev.berth.platform.http.Body;

/// Bodies that are not sent.
final class Bodies {
    private Bodies() {}

    /// What the answer to HEAD has: a length.
    static Body ofHead(long bytes) {
        return new Body.Stream(
                () -> {
                    throw new IllegalStateException("the body of an answer to HEAD");
                },
                bytes);
    }
}
