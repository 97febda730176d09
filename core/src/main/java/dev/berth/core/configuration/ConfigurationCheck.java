package dev.berth.core.configuration;

/// Port: may the configuration become so? For what one value by itself does not tell.
@FunctionalInterface
public interface ConfigurationCheck {
    /// Lets it pass by returning.
    ///
    /// @throws dev.berth.core.api.HarborException if it may not
    void check(Configuration before, Configuration after);
}
