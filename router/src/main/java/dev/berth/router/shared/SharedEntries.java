package dev.berth.router.shared;

import java.time.Duration;
import java.util.Optional;

/// A second level behind what this process remembers; nothing it does fails.
///
/// Keys are short and without spaces. Thread-safe.
public interface SharedEntries {
    /// Whether there is anybody to share with, now or later.
    default boolean isThere() {
        return true;
    }

    /// Whether others can be asked now.
    boolean isConnected();

    /// What another found out; empty also if nobody can be asked.
    Optional<SharedValue> find(String key) throws InterruptedException;

    /// Tells the others, some time soon.
    void put(String key, SharedValue value, Duration ttl);

    /// Has the others forget what they remember of a reference, some time soon.
    void changed(String image, String reference);

    /// The last good list of projects that anybody had.
    Optional<String> projects() throws InterruptedException;

    void putProjects(String list);

    /// What [#putWarmUp] was told last by anybody.
    Optional<String> warmUp() throws InterruptedException;

    /// Keeps a list of what is asked for most, for a router that starts within [#WARM_UP_TTL].
    void putWarmUp(String list);

    /// Older lists are of no use.
    Duration WARM_UP_TTL = Duration.ofHours(1);

    /// Told what to forget.
    @FunctionalInterface
    interface Listener {
        void changed(String image, String reference);
    }

    /// For a router that is alone.
    SharedEntries NONE = new SharedEntries() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public boolean isConnected() {
            return false;
        }

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

        @Override
        public Optional<String> warmUp() {
            return Optional.empty();
        }

        @Override
        public void putWarmUp(String list) {}
    };
}
