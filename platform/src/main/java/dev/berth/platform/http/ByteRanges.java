package dev.berth.platform.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a `Range` field asks for, resolved against the length of what there is.
///
/// Source: RFC 9110 §14.1.1, §14.1.2, §14.2.
sealed interface ByteRanges {
    /// More than these in one request are not worth the trouble: the whole is sent.
    int COUNT_MAX = 16;

    /// The field does not count: another unit, too many ranges, or together more than the whole.
    record Whole() implements ByteRanges {}

    /// At least one range of at least one byte, in the order asked for.
    record Parts(List<ByteRange> ranges) implements ByteRanges {}

    /// Nothing of what is asked for exists, or the field makes no sense, such as `bytes=500-0`.
    record Unsatisfiable() implements ByteRanges {}

    /// `length` bytes from `offset`.
    record ByteRange(long offset, long length) {
        /// As in `Content-Range`.
        String of(long whole) {
            return "bytes %d-%d/%d".formatted(offset, offset + length - 1, whole);
        }
    }

    /// Reads the value of a `Range` field for something of `whole` bytes.
    static ByteRanges parse(String field, long whole) {
        int equals = field.indexOf('=');
        if (equals < 0
                || !field.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals("bytes")
                || whole == 0) {
            return new Whole();
        }
        var specs = field.substring(equals + 1).split(",", COUNT_MAX + 2);
        if (specs.length > COUNT_MAX) {
            return new Whole();
        }
        var ranges = new ArrayList<ByteRange>();
        long total = 0;
        for (var spec : specs) {
            var text = spec.strip();
            int dash = text.indexOf('-');
            if (dash < 0
                    || !areDigits(text, 0, dash)
                    || !areDigits(text, dash + 1, text.length())
                    || text.length() < 2) {
                return new Unsatisfiable();
            }
            var first = text.substring(0, dash);
            var last = text.substring(dash + 1);
            if (!first.isEmpty() && !last.isEmpty() && number(first) > number(last)) {
                return new Unsatisfiable();
            }
            var range = first.isEmpty() ? suffix(number(last), whole) : between(first, last, whole);
            if (range.length > 0) {
                ranges.add(range);
                total += range.length;
            }
        }
        if (ranges.isEmpty()) {
            return new Unsatisfiable();
        }
        return total > whole ? new Whole() : new Parts(List.copyOf(ranges));
    }

    private static ByteRange suffix(long length, long whole) {
        long taken = Math.min(length, whole);
        return new ByteRange(whole - taken, taken);
    }

    private static ByteRange between(String first, String last, long whole) {
        long offset = number(first);
        long end = last.isEmpty() ? whole : Math.min(number(last), whole - 1) + 1;
        return new ByteRange(offset, Math.max(0, end - offset));
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// The number, or one larger than any length if it has more digits than a length can have.
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
