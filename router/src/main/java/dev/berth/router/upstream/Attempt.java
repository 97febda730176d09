package dev.berth.router.upstream;

import io.vertx.core.http.HttpClientRequest;

import org.jspecify.annotations.Nullable;

/// A call that is under way, and may be given up at any moment by the thread that waits for it.
///
/// Shared by that thread and the event loop; guarded by itself.
final class Attempt {
    private @Nullable HttpClientRequest request;
    private boolean givenUp;

    /// There is a connection; on the event loop.
    synchronized void sending(HttpClientRequest sent) {
        request = sent;
        if (givenUp) {
            var _ = sent.reset();
        }
    }

    /// There is an answer, of which nothing is read before its reader asks; on the event loop.
    synchronized Reply answered(Reply reply) {
        if (givenUp) {
            reply.close();
        }
        return reply;
    }

    /// Nobody waits any more: whatever is there or comes later is reset.
    ///
    /// @return whether there is a connection
    synchronized boolean giveUp() {
        givenUp = true;
        if (request == null) {
            return false;
        }
        var _ = request.reset();
        return true;
    }
}
