package dev.berth.router.resolve;

import dev.berth.router.project.Project;

import java.util.List;
import java.util.function.Predicate;

/// The projects that a caller may read and a request may be answered from, in the order of their
/// authority; the first part of every key of what is remembered.
public final class Candidates {
    private final List<Project> projects;
    private final int hash;

    public Candidates(List<Project> projects) {
        this.projects = List.copyOf(projects);
        this.hash = this.projects.hashCode();
    }

    public List<Project> projects() {
        return projects;
    }

    /// Those for which `kept` holds; this very object if it holds for all.
    public Candidates narrowed(Predicate<Project> kept) {
        return projects.stream().allMatch(kept)
                ? this
                : new Candidates(projects.stream().filter(kept).toList());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Candidates candidates
                        && hash == candidates.hash
                        && projects.equals(candidates.projects));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return projects.stream().map(Project::name).toList().toString();
    }
}
