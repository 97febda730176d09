package dev.berth.router.project;

import dev.berth.router.project.Harbor.Listed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// The projects that are routed to, in the order of their authority: by priority, then as Harbor
/// lists them.
///
/// - An empty list after one that was not is believed when it came [#EMPTY_CONFIRMATIONS] times in
///   a row: more often a robot lost its rights than Harbor all its projects.
/// - Any thread may read; one refreshes.
public final class Projects {
    private static final Logger log = LoggerFactory.getLogger(Projects.class);
    private static final int EMPTY_CONFIRMATIONS = 3;

    private final Map<String, ProjectRule> rules;
    private final LongSupplier nanoTime;
    private volatile Set<String> unhealthy = Set.of();
    private volatile State state =
            new State(List.of(), 0, Optional.of("no answer of Harbor yet"), false);
    private volatile long lastGood;
    private int emptyAnswers;

    /// What is known now.
    ///
    /// @param version grows with each change of the list
    /// @param trouble why the last refresh failed
    /// @param credentialRefused whether that was because of the robot's name or password
    public record State(
            List<Project> list, long version, Optional<String> trouble, boolean credentialRefused) {
        public State {
            list = List.copyOf(list);
        }
    }

    /// @param nanoTime as `System::nanoTime`, for how old the list is
    public Projects(List<ProjectRule> rules, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastGood = nanoTime.getAsLong();
        this.rules = rules.stream()
                .collect(Collectors.toMap(ProjectRule::name, Function.identity(), (a, _) -> a));
    }

    public State state() {
        return state;
    }

    /// Since Harbor last told of projects; before it ever did, since the start.
    public Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastGood);
    }

    /// Those that are routed to although they are no proxy caches.
    public Set<String> hosted() {
        return rules.values().stream()
                .filter(ProjectRule::hosted)
                .map(ProjectRule::name)
                .collect(Collectors.toSet());
    }

    /// Whether Harbor could not reach the registry behind a project when it was asked last.
    public boolean isUnhealthy(String project) {
        return unhealthy.contains(project);
    }

    /// How many that is so for.
    public int unhealthy() {
        return unhealthy.size();
    }

    /// Takes over what Harbor listed.
    void found(Listed listed) {
        var ordered = ordered(listed.projects());
        var known = state;
        if (ordered.isEmpty() && !known.list().isEmpty() && ++emptyAnswers < EMPTY_CONFIRMATIONS) {
            failed("Harbor listed no proxy-cache project; not believed yet", false);
            return;
        }
        if (!ordered.isEmpty()) {
            emptyAnswers = 0;
        }
        lastGood = nanoTime.getAsLong();
        rememberHealth(listed.unhealthy());
        boolean changed = !ordered.equals(known.list());
        state = new State(ordered, known.version() + (changed ? 1 : 0), Optional.empty(), false);
        if (changed) {
            log.atInfo()
                    .addKeyValue("project_count", ordered.size())
                    .addKeyValue("source", "harbor")
                    .log("discovery");
        }
    }

    private void rememberHealth(Set<String> now) {
        if (!now.equals(unhealthy)) {
            log.atWarn()
                    .addKeyValue("projects", now.stream().sorted().toList())
                    .log("registries that Harbor cannot reach");
            unhealthy = now;
        }
    }

    /// Whether Harbor has never listed any, for another reason than that it refuses the robot.
    boolean needsSeed() {
        return state.version() == 0 && state.trouble().isPresent() && !state.credentialRefused();
    }

    /// Takes over a list from before this start, until Harbor answers.
    void seeded(List<Project> before) {
        state = new State(
                ordered(before), 1, Optional.of("the list of projects is from before"), false);
        log.atWarn()
                .addKeyValue("project_count", before.size())
                .addKeyValue("source", "seed")
                .log("discovery");
    }

    /// What Harbor listed, as the rules say, in the order of authority.
    public List<Project> ordered(List<Project> answered) {
        return answered.stream()
                .map(this::ruled)
                .sorted(Comparator.comparingInt(Project::priority))
                .toList();
    }

    private Project ruled(Project found) {
        var rule = rules.get(found.name());
        return rule == null ? found : rule.applied(found);
    }

    /// Keeps the last good list.
    void failed(String trouble, boolean credentialRefused) {
        var known = state;
        state = new State(known.list(), known.version(), Optional.of(trouble), credentialRefused);
    }
}
