package dev.berth.core.access;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/// What a robot has been granted: rights on the whole installation, in every project, and in
/// single ones by their numbers.
public final class Grants {
    /// Nothing at all.
    public static final Grants NONE = new Grants(Set.of(), Set.of(), Map.of());

    private final Set<Right> system;
    private final Set<Right> everywhere;
    private final Map<Long, Set<Right>> byProject;

    public Grants(Set<Right> system, Set<Right> everywhere, Map<Long, Set<Right>> byProject) {
        this.system = Set.copyOf(system);
        this.everywhere = Set.copyOf(everywhere);
        var copies = new HashMap<Long, Set<Right>>();
        byProject.forEach((project, rights) -> copies.put(project, Set.copyOf(rights)));
        this.byProject = Map.copyOf(copies);
    }

    /// True if this may be done on the whole installation.
    public boolean allowsInSystem(Right right) {
        return system.contains(right);
    }

    /// True if this may be done in the project with this number.
    public boolean allowsInProject(long project, Right right) {
        return everywhere.contains(right)
                || byProject.getOrDefault(project, Set.of()).contains(right);
    }

    /// True if this may be done in every project, also in those to come.
    public boolean allowsEverywhere(Right right) {
        return everywhere.contains(right);
    }

    /// Everything that may be done in the project with this number, in the catalogue's order.
    public SequencedSet<Right> inProject(long project) {
        var rights = new LinkedHashSet<Right>();
        for (var right : GrantableRights.inProjects()) {
            if (allowsInProject(project, right)) {
                rights.add(right);
            }
        }
        return Collections.unmodifiableSequencedSet(rights);
    }

    /// True if something may be done in every project.
    public boolean reachesEverywhere() {
        return !everywhere.isEmpty();
    }

    /// True if something may be done in the project with this number.
    public boolean reaches(long project) {
        return reachesEverywhere() || byProject.containsKey(project);
    }

    /// The numbers of the projects that are named.
    public Set<Long> projects() {
        return byProject.keySet();
    }

    /// True if who holds this may do all that who holds `other` may.
    public boolean cover(Grants other) {
        return system.containsAll(other.system)
                && everywhere.containsAll(other.everywhere)
                && other.byProject.entrySet().stream().allMatch(entry -> {
                    var held = new HashSet<>(everywhere);
                    held.addAll(byProject.getOrDefault(entry.getKey(), Set.of()));
                    return held.containsAll(entry.getValue());
                });
    }
}
