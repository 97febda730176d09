package dev.berth.registry.pull;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Repository;
import dev.berth.registry.content.RepositoryTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The repositories, in ASCII order, as far as a caller may see them.
///
/// *How it works.* Rows are looked at in slices until the page is full or enough work is
/// done. The place to go on from may then be a repository that the caller may not see, so
/// its name must not stand in the answer: it is given by its id, as `:<id>`, which is no
/// name and tells nothing.
///
/// Source: the `_catalog` extension of docker/distribution.
public final class Catalog {
    private static final int SLICE = 1_000;
    private static final int SLICES_MAX = 20;
    private static final String BY_ID = ":";

    private final Database database;
    private final int pageMax;

    public Catalog(Database database, int pageMax) {
        this.database = database;
        this.pageMax = pageMax;
    }

    /// A page of those that `visible` accepts. It may be short, even empty, and still have
    /// a next: the work for one page is bounded, whatever the caller may see.
    public Page<RepositoryName> page(PageRequest request, Predicate<RepositoryName> visible) {
        int max = request.entriesMax(pageMax);
        if (max == 0) {
            return Page.empty();
        }
        var names = new ArrayList<RepositoryName>();
        var last = request.last().map(this::start).orElse("");
        for (int slice = 1; ; slice++) {
            var repositories = after(last);
            for (var repository : repositories) {
                if (visible.test(repository.name())) {
                    names.add(repository.name());
                }
                if (names.size() > max) {
                    return Page.of(names, max, RepositoryName::value);
                }
            }
            if (repositories.size() < SLICE) {
                return new Page<>(names, Optional.empty());
            }
            if (slice == SLICES_MAX) {
                return new Page<>(
                        names, Optional.of(BY_ID + repositories.getLast().id()));
            }
            last = repositories.getLast().name().value();
        }
    }

    /// The name to start after; a text that is no id of ours is taken as it is.
    private String start(String last) {
        if (!last.matches(BY_ID + "[0-9]{1,18}")) {
            return last;
        }
        long id = Long.parseLong(last.substring(BY_ID.length()));
        return database.read(transaction -> RepositoryTable.nameOf(transaction, id))
                .map(RepositoryName::value)
                .orElse(last);
    }

    private List<Repository> after(String last) {
        return database.read(transaction -> RepositoryTable.after(transaction, last, SLICE));
    }
}
