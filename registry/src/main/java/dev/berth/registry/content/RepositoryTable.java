package dev.berth.registry.content;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.oci.RepositoryName;
import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.Table;

import java.util.List;
import java.util.Optional;

/// Rows of `repository`. A row is never removed or renamed; it may get another owner.
public final class RepositoryTable {
    static final String TOPIC = "repository";

    static final Table<Record> REPOSITORY = table(name("repository"));
    static final Field<Long> ID = field(name("repository", "id"), Long.class);
    static final Field<String> NAME = field(name("repository", "name"), String.class);
    static final Field<Long> OWNER = field(name("repository", "owner"), Long.class);

    private RepositoryTable() {}

    static Optional<Repository> find(Transaction transaction, RepositoryName repository) {
        return transaction
                .sql()
                .select(ID, NAME, OWNER)
                .from(REPOSITORY)
                .where(NAME.eq(repository.value()))
                .fetchOptional(RepositoryTable::repository);
    }

    /// Adds a repository; does nothing if the name or the id is taken.
    public static void insert(Transaction transaction, Repository repository) {
        transaction
                .sql()
                .insertInto(REPOSITORY, ID, NAME, OWNER)
                .values(repository.id(), repository.name().value(), repository.owner())
                .onConflictDoNothing()
                .execute();
    }

    public static Optional<RepositoryName> nameOf(Transaction transaction, long id) {
        return transaction
                .sql()
                .select(NAME)
                .from(REPOSITORY)
                .where(ID.eq(id))
                .fetchOptional(row -> new RepositoryName(row.value1()));
    }

    /// At most `limit` repositories with a name after `last`, in order.
    public static List<Repository> after(Transaction transaction, String last, int limit) {
        return transaction
                .sql()
                .select(ID, NAME, OWNER)
                .from(REPOSITORY)
                .where(NAME.gt(last))
                .orderBy(NAME)
                .limit(limit)
                .fetch(RepositoryTable::repository);
    }

    /// Gives a repository to another owner.
    static void setOwner(Transaction transaction, Repository repository, long owner) {
        transaction
                .sql()
                .update(REPOSITORY)
                .set(OWNER, owner)
                .where(ID.eq(repository.id()))
                .execute();
        transaction.changed(TOPIC, repository.name().value());
    }

    static Repository repository(Record3<Long, String, Long> row) {
        return new Repository(row.value1(), new RepositoryName(row.value2()), row.value3());
    }
}
