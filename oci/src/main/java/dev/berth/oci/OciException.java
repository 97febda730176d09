package dev.berth.oci;

/// Carries a refusal to the HTTP edge, which answers with the error's code.
///
/// It has no stack trace: a refusal is an ordinary answer, and making a trace costs more than
/// the answer itself.
public final class OciException extends RuntimeException {
    private final transient OciError error;

    public OciException(OciError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    /// As [#OciException(OciError)], keeping what it was concluded from.
    public OciException(OciError error, Throwable cause) {
        super(error.code() + ": " + error.message(), cause, false, false);
        this.error = error;
    }

    public OciError error() {
        return error;
    }
}
