package dev.berth.bench.process;

import java.time.Duration;
import java.util.OptionalLong;

/// What a process tree has used since it started.
///
/// @param cpu user and system time, in steps of [ProcessTree#CPU_RESOLUTION]
/// @param writtenBytes bytes sent to the disk; empty if the system does not tell us
public record Usage(Duration cpu, OptionalLong writtenBytes) {

    /// What was used after `earlier`.
    public Usage since(Usage earlier) {
        var written = writtenBytes.isPresent() && earlier.writtenBytes.isPresent()
                ? OptionalLong.of(writtenBytes.getAsLong() - earlier.writtenBytes.getAsLong())
                : OptionalLong.empty();
        return new Usage(cpu.minus(earlier.cpu), written);
    }
}
