package dev.berth.router.http;

/// Carries a [RouterRefusal] to the edge.
final class RouterException extends RuntimeException {
    private final transient RouterRefusal refusal;

    RouterException(RouterRefusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    RouterRefusal refusal() {
        return refusal;
    }
}
