package dev.berth.bench.process;

import java.lang.foreign.Arena;

/// Memory that the machine has touched before.
///
/// The host of a virtual machine gives it memory when a page is touched for the first time. What
/// is written to files goes to free pages, and those that were given back last are taken first.
public final class UsedMemory {
    private static final long PAGE_BYTES = 4096;

    private UsedMemory() {}

    /// Sees to it that at least `bytes` are free that were touched before.
    public static void provide(long bytes) {
        try (var arena = Arena.ofConfined()) {
            arena.allocate(bytes, PAGE_BYTES).fill((byte) 1);
        }
    }
}
