package dev.berth.platform.config;

import java.util.function.UnaryOperator;

/// A variable of a program that Berth stands in for, and the setting that it means here.
///
/// - `variable`: such as `HARBOR_URL`; one that is set to nothing counts as not set.
/// - `key`: of the setting, or of the file of a secret.
/// - `reading`: what its text is in ours; throws `IllegalArgumentException` whose message tells
///   what to write.
public record Alias(String variable, String key, UnaryOperator<String> reading) {
    /// A variable whose text means the same here.
    public static Alias of(String variable, String key) {
        return new Alias(variable, key, UnaryOperator.identity());
    }
}
