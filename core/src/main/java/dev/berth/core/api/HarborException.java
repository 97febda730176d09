package dev.berth.core.api;

/// Carries a [HarborError] to the edge.
public final class HarborException extends RuntimeException {
    private final transient HarborError error;

    public HarborException(HarborError error) {
        super(error.message());
        this.error = error;
    }

    public HarborException(ErrorCode code, String message) {
        this(new HarborError(code, message));
    }

    public HarborError error() {
        return error;
    }
}
