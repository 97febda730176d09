package dev.berth.platform.config;

/// One thing that is wrong with the configuration.
///
/// - `where`: what a user has to open, such as `berth.yaml:12` or `BERTH_HTTP_LISTEN`.
/// - `remedy`: what is wrong and what to write instead; never shows a secret.
public record Mistake(String where, String remedy) {
    @Override
    public String toString() {
        return where + ": " + remedy;
    }
}
