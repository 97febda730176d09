package dev.berth.router.breaker;

import dev.berth.router.breaker.Breaker.State;
import dev.berth.router.breaker.Breaker.Use;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One breaker for each project, one for the Harbor that they all live in, and one for the stores
/// that it sends callers to.
///
/// Thread-safe. There are as many as projects were discovered; those that are gone are dropped.
public final class Breakers {
    private static final Logger log = LoggerFactory.getLogger(Breakers.class);

    private final BreakerSettings settings;
    private final LongSupplier nanoTime;
    private final Changes changes;
    private final Breaker harbor;
    private final Breaker stores;
    private final ConcurrentMap<String, Breaker> byProject = new ConcurrentHashMap<>();

    /// Counts each change of a project's breaker.
    @FunctionalInterface
    public interface Changes {
        void changed(String project, State from, State to);
    }

    public Breakers(BreakerSettings settings, LongSupplier nanoTime, Changes changes) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.changes = changes;
        var unbounded = new BreakerSettings(
                settings.failuresMin(), settings.pause(), Integer.MAX_VALUE, Integer.MAX_VALUE);
        this.harbor = new Breaker(unbounded, nanoTime, listener("(harbor)"));
        this.stores = new Breaker(unbounded, nanoTime, listener("(stores)"));
    }

    /// The one for connections to Harbor itself.
    public Breaker harbor() {
        return harbor;
    }

    /// The one for wherever redirects of Harbor lead.
    public Breaker stores() {
        return stores;
    }

    public Breaker of(String project) {
        return byProject.computeIfAbsent(
                project, name -> new Breaker(settings, nanoTime, listener(name)));
    }

    /// Forgets those of other projects.
    public void keepOnly(Collection<String> projects) {
        byProject.keySet().retainAll(projects);
    }

    /// What each is doing.
    public Map<String, State> states() {
        return byProject.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().state()));
    }

    /// Calls of all projects, of a use, whose answer has not begun.
    public int underWay(Use use) {
        return byProject.values().stream()
                .mapToInt(breaker -> breaker.underWay(use))
                .sum();
    }

    private Breaker.Listener listener(String project) {
        return (from, to) -> {
            changes.changed(project, from, to);
            log.atWarn()
                    .addKeyValue("project", project)
                    .addKeyValue("from", from)
                    .addKeyValue("to", to)
                    .log("circuit_breaker");
        };
    }
}
