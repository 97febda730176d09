package dev.berth.core.configuration;

import dev.berth.jobs.event.EventType;

import java.util.List;

/// An administrator, or the environment, set these items; the values are not told.
public record ConfigurationChanged(List<String> items) {
    public static final EventType<ConfigurationChanged> TYPE =
            new EventType<>("configuration-changed", ConfigurationChanged.class);

    public ConfigurationChanged {
        items = List.copyOf(items);
    }
}
