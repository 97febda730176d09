package dev.berth.registry.pull;

import dev.berth.oci.Descriptor;
import dev.berth.oci.Digest;
import dev.berth.oci.ReferrersTag;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;
import dev.berth.registry.content.ManifestTable;
import dev.berth.registry.content.ManifestTable.Entry;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.TagTable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The manifests that refer to another one as their subject, in the order of their digests.
///
/// *How it works.* Two lists are merged: the manifests that name the subject, and, for what
/// older clients or another registry left, the manifests that the index under the subject's
/// referrers tag lists without their naming a subject. As the second list is read from the
/// tag as it is now, it follows every push to the tag and its end, and no manifest stands
/// in both. First only digests and sizes are read, so that the page is cut before the
/// annotations come into memory.
///
/// Source: distribution-spec, "Listing Referrers", "Enabling the Referrers API".
public final class Referrers {
    private final Database database;
    private final Repositories repositories;
    private final PageLimits limits;

    public Referrers(Database database, Repositories repositories, PageLimits limits) {
        this.database = database;
        this.repositories = repositories;
        this.limits = limits;
    }

    /// How much a page of referrers may hold; one entry always fits.
    public record PageLimits(int entriesMax, int bytesMax) {}

    /// All of them; none for a repository or subject that is not here.
    ///
    /// The descriptors carry the manifests' own annotations and artifact types.
    public Page<Descriptor> page(RepositoryName repository, Digest subject, PageRequest request) {
        return page(repository, subject, Optional.empty(), request);
    }

    /// Those whose artifact type is exactly `artifactType`.
    public Page<Descriptor> page(
            RepositoryName repository, Digest subject, String artifactType, PageRequest request) {
        return page(repository, subject, Optional.of(artifactType), request);
    }

    private Page<Descriptor> page(
            RepositoryName name,
            Digest subject,
            Optional<String> artifactType,
            PageRequest request) {
        var repository = repositories.find(name);
        int max = request.entriesMax(limits.entriesMax());
        if (repository.isEmpty() || max == 0) {
            return Page.empty();
        }
        long id = repository.get().id();
        var wanted = new ManifestTable.Page(artifactType, request.last().orElse(""), max + 1);
        return database.read(transaction -> {
            var entries = entries(transaction, id, subject, wanted);
            var page = cut(entries, max);
            var described = ManifestTable.describe(
                    transaction, id, page.stream().map(Entry::digest).toList());
            return new Page<>(
                    described,
                    page.size() < entries.size()
                            ? Optional.of(page.getLast().digest().toString())
                            : Optional.empty());
        });
    }

    private static List<Entry> entries(
            Transaction transaction, long repository, Digest subject, ManifestTable.Page wanted) {
        var naming = ManifestTable.referrers(transaction, repository, subject, wanted);
        return TagTable.find(transaction, repository, ReferrersTag.of(subject).tag())
                .map(index -> ManifestTable.listedIn(transaction, repository, index, wanted))
                .filter(listed -> !listed.isEmpty())
                .map(listed -> merge(naming, listed, wanted.limit()))
                .orElse(naming);
    }

    private static List<Entry> merge(List<Entry> naming, List<Entry> listed, int limit) {
        return Stream.concat(naming.stream(), listed.stream())
                .sorted(Comparator.comparing(Entry::digest))
                .limit(limit)
                .toList();
    }

    /// As many of the first `max` entries as fit into the bytes of a page.
    private List<Entry> cut(List<Entry> entries, int max) {
        var page = new ArrayList<Entry>();
        long bytes = 0;
        for (var entry : entries) {
            bytes += entry.descriptorSize();
            if (page.size() == max || (bytes > limits.bytesMax() && !page.isEmpty())) {
                break;
            }
            page.add(entry);
        }
        return page;
    }
}
