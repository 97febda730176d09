package dev.berth.bench.harbor;

/// What the mock has been asked since it was last set.
///
/// @param manifests requests for manifests, HEAD and GET
/// @param absent those of them that were answered with 404
/// @param blobs requests for blobs, HEAD and GET
/// @param tokens requests to the token service
/// @param connections accepted
public record Counts(long manifests, long absent, long blobs, long tokens, long connections) {
    /// Everything that a client's request can lead to.
    public long all() {
        return manifests + blobs + tokens;
    }

    /// As one line.
    String line() {
        return "%d %d %d %d %d".formatted(manifests, absent, blobs, tokens, connections);
    }

    /// Reads what [#line] wrote.
    public static Counts parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Counts(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }
}
