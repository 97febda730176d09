package dev.berth.platform.database;

import java.util.Optional;

/// A table of named numbers for tests; setting one announces it under the topic `number`.
record Numbers(Database database) {
    void createTable() {
        database.write(
                transaction -> transaction
                        .sql()
                        .execute(
                                "create table if not exists number (name varchar(100) primary key, value bigint not null)"));
    }

    void set(String name, long value) {
        database.write(transaction -> set(transaction, name, value));
    }

    int set(Transaction transaction, String name, long value) {
        transaction.changed("number", name);
        return transaction
                .sql()
                .execute(
                        "insert into number(name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
                        name,
                        value);
    }

    Optional<Long> find(String name) {
        return database.read(transaction -> find(transaction, name));
    }

    Optional<Long> find(Transaction transaction, String name) {
        return transaction
                .sql()
                .resultQuery("select value from number where name = ?", name)
                .fetchOptionalInto(Long.class);
    }
}
