package dev.berth.platform.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Names requests in logs, traces and answers.
///
/// - Ours are 16 hexadecimal digits, different within a process and, very likely, among processes.
/// - A client's own `X-Request-Id` is taken over if it is plain: at most 64 letters, digits, `-`,
///   `_`, `.`.
public final class RequestId {
    private static final int LENGTH_MAX = 64;
    private static final HexFormat HEX = HexFormat.of();
    private static final AtomicLong NEXT = new AtomicLong(new SecureRandom().nextLong());

    private RequestId() {}

    /// A new name.
    static String next() {
        return HEX.toHexDigits(spread(NEXT.getAndIncrement()));
    }

    /// The client's name for the request if it is plain, else a new one.
    static String of(Optional<String> sent) {
        return sent.filter(RequestId::isPlain).orElseGet(RequestId::next);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /// A bijection that makes neighbours look different (Stafford's variant 13 of MurmurHash3's
    /// mixer).
    private static long spread(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
