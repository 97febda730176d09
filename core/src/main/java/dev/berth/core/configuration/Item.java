package dev.berth.core.configuration;

/// One thing that can be set, under the name that Harbor's clients know.
///
/// @param <T> `Boolean`, `Long` or `String`
public record Item<T>(String key, Kind<T> kind, T byDefault, Reach reach) {
    /// By whom it is seen and set.
    public enum Reach {
        /// Administrators read and set it.
        SHOWN,
        /// Administrators set it; nobody reads it.
        SECRET,
        /// The environment sets it, and other parts of the installation read it.
        INTERNAL
    }

    boolean isSecret() {
        return reach == Reach.SECRET;
    }
}
