package dev.berth.core.api;

/// Why an operation is refused: a word for programs and a sentence for people.
///
/// The two about who is asking say the same whatever was asked for, so that a refusal tells
/// nothing about what is there.
public record HarborError(ErrorCode code, String message) {
    /// Nobody may do this without saying who they are.
    public static final HarborError UNAUTHORIZED =
            new HarborError(ErrorCode.UNAUTHORIZED, "unauthorized");

    /// We know who you are, and you may not.
    public static final HarborError FORBIDDEN = new HarborError(ErrorCode.FORBIDDEN, "forbidden");
}
