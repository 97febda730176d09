package dev.berth.platform.database;

/// A condition that cannot be: its value is nothing that the column could have. The message tells
/// what to write.
public final class ListingException extends RuntimeException {
    private final String remedy;

    ListingException(String remedy) {
        super(remedy);
        this.remedy = remedy;
    }

    /// The sentence that tells what to write.
    public String remedy() {
        return remedy;
    }
}
