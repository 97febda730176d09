package dev.berth.registry.pull;

import dev.berth.oci.RepositoryName;
import dev.berth.oci.Tag;
import dev.berth.platform.database.Database;
import dev.berth.registry.content.Repositories;
import dev.berth.registry.content.TagTable;

/// The tags of a repository, in ASCII order.
///
/// Source: distribution-spec, "Listing Tags".
public final class Tags {
    private final Database database;
    private final Repositories repositories;
    private final int pageMax;

    public Tags(Database database, Repositories repositories, int pageMax) {
        this.database = database;
        this.repositories = repositories;
        this.pageMax = pageMax;
    }

    /// A page of the tags. Refusal: `NameUnknown`, if there is no such repository.
    public Page<Tag> page(RepositoryName name, PageRequest request) {
        long repository = repositories.require(name).id();
        int max = request.entriesMax(pageMax);
        if (max == 0) {
            return Page.empty();
        }
        var tags = database.read(transaction ->
                TagTable.after(transaction, repository, request.last().orElse(""), max + 1));
        return Page.of(tags, max, Tag::value);
    }
}
