package dev.berth.router.shared;

import dev.berth.router.project.Project;
import dev.berth.router.project.Seed;

import java.util.List;
import java.util.Optional;

/// The list of projects in a file, and where routers share what they know.
///
/// Used by one thread.
public record Seeds(Optional<SeedFile> file, SharedEntries entries) implements Seed {
    @Override
    public Optional<List<Project>> read() throws InterruptedException {
        var seed = file.flatMap(SeedFile::read);
        return seed.isPresent() ? seed : entries.projects().flatMap(ProjectList::parse);
    }

    @Override
    public void write(List<Project> projects) {
        if (!projects.isEmpty()) {
            file.ifPresent(seed -> seed.write(projects));
            entries.putProjects(ProjectList.text(projects));
        }
    }
}
