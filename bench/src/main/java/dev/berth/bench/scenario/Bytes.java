package dev.berth.bench.scenario;

/// Sizes in powers of 1024.
final class Bytes {
    private Bytes() {}

    static long kibi(int count) {
        return count * 1024L;
    }

    static long mebi(int count) {
        return count * 1024L * 1024;
    }

    /// `4 KiB`, `10 MiB`, `1 GiB`.
    static String format(long bytes) {
        if (bytes >= mebi(1024)) {
            return bytes / mebi(1024) + " GiB";
        }
        return bytes >= mebi(1) ? bytes / mebi(1) + " MiB" : bytes / kibi(1) + " KiB";
    }
}
