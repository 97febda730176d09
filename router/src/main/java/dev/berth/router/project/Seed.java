package dev.berth.router.project;

import java.util.List;
import java.util.Optional;

/// The last good list of projects, kept outside of this process for the next start.
///
/// Nothing it does fails; it logs.
public interface Seed {
    /// For a router that keeps none.
    Seed NONE = new Seed() {
        @Override
        public Optional<List<Project>> read() {
            return Optional.empty();
        }

        @Override
        public void write(List<Project> projects) {}
    };

    Optional<List<Project>> read() throws InterruptedException;

    void write(List<Project> projects);
}
