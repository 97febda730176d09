package dev.berth.registry.gc;

/// What a pass did, or would do.
///
/// @param examined suspects looked at
/// @param memberships repositories' blobs that ended
/// @param blobs files removed, as the store acknowledged it
/// @param bytes of those files
public record Collected(int examined, long memberships, long blobs, long bytes) {
    public static final Collected NOTHING = new Collected(0, 0, 0, 0);

    public Collected plus(Collected other) {
        return new Collected(
                examined + other.examined,
                memberships + other.memberships,
                blobs + other.blobs,
                bytes + other.bytes);
    }
}
