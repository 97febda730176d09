package dev.berth.router.shared;

import java.time.Duration;
import java.util.Optional;

/// A second level behind what this process remembers; nothing it does fails.
///
/// Keys are short and without spaces. Thread-safe.
public interface SharedEntries {
    /// What another found out; empty also if nobody can be asked.
    Optional<SharedValue> find(String key) throws InterruptedException;

    /// Tells the others, some time soon.
    void put(String key, SharedValue value, Duration ttl);

    /// Has the others forget what they remember of a reference, some time soon.
    void changed(String image, String reference);

    /// The last good list of projects that anybody had.
    Optional<String> projects() throws InterruptedException;

    void putProjects(String list);

    /// Told what to forget.
    @FunctionalInterface
    interface Listener {
        void changed(String image, String reference);
    }

    /// For a router that is alone.
    SharedEntries NONE = new SharedEntries() {
        @Override
        public Optional<SharedValue> find(String key) {
            return Optional.empty();
        }

        @Override
        public void put(String key, SharedValue value, Duration ttl) {}

        @Override
        public void changed(String image, String reference) {}

        @Override
        public Optional<String> projects() {
            return Optional.empty();
        }

        @Override
        public void putProjects(String list) {}
    };
}
