package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.router.project.Project;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The projects that a caller may read and a request may be answered from, in the order of their
/// authority; the first part of every key of what is remembered.
public final class Candidates {
    private final List<Project> projects;
    private final int hash;
    private volatile @Nullable String fingerprint;

    public Candidates(List<Project> projects) {
        this.projects = List.copyOf(projects);
        this.hash = this.projects.hashCode();
    }

    /// The same in every process that knows the same projects by the same rules.
    String fingerprint() {
        var known = fingerprint;
        if (known == null) {
            var text = projects.stream()
                    .map(project ->
                            project.name() + " " + project.priority() + " " + project.kind())
                    .collect(Collectors.joining("\n"));
            known = Digest.of(Digest.Algorithm.SHA256, text.getBytes(StandardCharsets.UTF_8))
                    .hex();
            fingerprint = known;
        }
        return known;
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
