package dev.berth.oci;

/// The place of a chunk in an upload: the positions of its first and last byte, both counted
/// from 0.
///
/// - Shape: `<first>-<last>`, digits only: no unit, no total.
/// - An empty chunk has no range.
/// - Source: distribution-spec, "Pushing a blob in chunks".
public record ContentRange(long first, long last) {
    /// Digits of a position; 18 of them always fit a `long`.
    private static final int DIGITS_MAX = 18;

    public ContentRange {
        if (first < 0 || last < first) {
            throw invalid(first + "-" + last);
        }
    }

    /// Reads the text form.
    ///
    /// @throws OciException with [OciError.BlobUploadInvalid] for anything else than the
    ///     shape above
    public static ContentRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw invalid(text);
        }
        return new ContentRange(position(text, 0, dash), position(text, dash + 1, text.length()));
    }

    /// The number of bytes of the chunk.
    public long length() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }

    private static long position(String text, int from, int to) {
        if (from == to || to - from > DIGITS_MAX) {
            throw invalid(text);
        }
        long position = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw invalid(text);
            }
            position = position * 10 + (c - '0');
        }
        return position;
    }

    private static OciException invalid(String text) {
        return new OciException(
                new OciError.BlobUploadInvalid(
                        "Content-Range " + Texts.quoted(text)
                                + " is not <first>-<last>, such as 0-1023: positions of the chunk's first and last byte"));
    }
}
