package dev.berth.bench.scenario;

import dev.berth.bench.target.Ability;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// One kind of work, in one or more cases. Stateless: cases keep what they need.
public interface Scenario {
    /// Its number, as in `B3`.
    String id();

    String title();

    /// What a target must offer to take part.
    Set<Ability> needs();

    List<Case> cases(Plan plan);

    /// Variables that routers are started with for it, beside those that they always are.
    default Map<String, String> settings() {
        return Map.of();
    }

    /// Whether every case begins with fresh servers, because it leaves gigabytes behind.
    default boolean isolated() {
        return false;
    }
}
