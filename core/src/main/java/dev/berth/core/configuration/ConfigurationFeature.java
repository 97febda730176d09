package dev.berth.core.configuration;

import dev.berth.auth.account.Accounts;
import dev.berth.core.session.ApiGuards;
import dev.berth.platform.http.Route;

import java.util.List;
import java.util.function.BooleanSupplier;

/// The configuration through the API, assembled.
public final class ConfigurationFeature {
    private final Configurations configurations;
    private final ConfigurationSettings settings;

    public ConfigurationFeature(Configurations configurations, ConfigurationSettings settings) {
        this.configurations = configurations;
        this.settings = settings;
    }

    /// Stores what the environment sets and is not stored yet. Before the first request.
    public void start() {
        if (settings.isOverwritten()) {
            configurations.ensure(Accounts.OPERATOR, settings.overwrite());
        }
    }

    /// Its operations.
    ///
    /// @param checks asked in this order whether the configuration may become so
    /// @param hasUsers whether anybody but the first administrator has an account
    public List<Route<?>> routes(
            ApiGuards guards, List<ConfigurationCheck> checks, BooleanSupplier hasUsers) {
        return new ConfigurationRoutes(configurations, settings, checks, hasUsers).routes(guards);
    }
}
