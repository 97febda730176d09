package dev.berth.app.role;

import dev.berth.platform.config.Alias;
import dev.berth.platform.config.Settings;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.Resources;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Something that a process can be: which parts run, and how they are put together.
///
/// @param <C> its settings, as one record tree
public interface Role<C> {
    /// The word on the command line.
    String name();

    /// One line for the help.
    String description();

    /// Settings that are weaker than any source and stronger than the defaults, by their
    /// keys.
    Map<String, String> preferences();

    /// Variables of the program that it stands in for.
    default List<Alias> aliases() {
        return List.of();
    }

    /// Reads all of its settings.
    C configure(Settings settings);

    /// Opens everything and begins to serve; what is open is in `opened`, also after a
    /// failure.
    ///
    /// @param drain for answers that change when it has begun; whoever calls waits for it and
    ///     closes
    /// @throws IOException with what to do about it
    Serving start(C settings, Telemetry telemetry, Drain drain, Resources opened)
            throws IOException, InterruptedException;
}
