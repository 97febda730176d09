package dev.berth.core.query;

/// A `q` that cannot be read; the message tells what to write.
public final class ListQueryException extends RuntimeException {
    private final String remedy;

    ListQueryException(String remedy) {
        super(remedy);
        this.remedy = remedy;
    }

    /// The sentence that tells what to write.
    public String remedy() {
        return remedy;
    }
}
