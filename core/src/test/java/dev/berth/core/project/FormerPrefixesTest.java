package dev.berth.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.account.Account;
import dev.berth.core.access.Role;
import dev.berth.core.testing.TestCore;
import dev.berth.platform.database.Transaction;

import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Optional;

/// A database of the version before there were projects.
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormerPrefixesTest {
    private final TestCore core;
    private int repositories;

    FormerPrefixesTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    /// As the migration leaves such a database: without projects.
    @BeforeEach
    void forgetProjects() {
        core.projects().projects().delete(1);
        core.database()
                .write(transaction -> transaction
                        .sql()
                        .execute("UPDATE project_number SET last_id = 1, library_made = FALSE"));
    }

    @AfterEach
    void stop() {
        core.close();
    }

    private void repository(String name) {
        insert("repository", "id", 1_000 + repositories++, "name", name, "owner", 0);
    }

    private void grant(Account account, String prefix, String actions) {
        insert(
                "former_grant",
                "account_id",
                account.id(),
                "prefix",
                prefix,
                "actions",
                actions,
                "is_read",
                false);
    }

    /// @param columns names and values in turn
    private void insert(String table, Object... columns) {
        core.database().write(transaction -> insert(transaction, table, columns));
    }

    private static int insert(Transaction transaction, String table, Object... columns) {
        var row = transaction.sql().insertQuery(DSL.table(table));
        for (int i = 0; i < columns.length; i += 2) {
            row.addValue(DSL.field(columns[i].toString(), Object.class), columns[i + 1]);
        }
        return row.execute();
    }

    private Optional<Role> role(String project, Account account) {
        return core.projects()
                .members()
                .findRole(core.projects().projects().require(project).id(), account.id());
    }

    @Test
    void each_first_part_of_a_name_becomes_a_private_project_that_owns_its_repositories() {
        for (var name :
                new String[] {"team/app", "team/deep/app", "team-a/app", "single", "a__b/c"}) {
            repository(name);
        }

        core.projects().start();

        var projects = core.projects().projects();
        for (var name : new String[] {"team", "team-a", "single", "a__b"}) {
            assertThat(projects.require(name).isPublic()).as(name).isFalse();
            assertThat(projects.require(name).ownerName()).isEqualTo("admin");
        }
        long team = projects.require("team").id();
        int owned = core.database()
                .read(transaction -> transaction
                        .sql()
                        .fetchCount(DSL.table("repository"), DSL.condition("owner = " + team)));
        assertThat(owned).isEqualTo(2);
        assertThat(projects.require("library").isPublic()).isTrue();
    }

    @Test
    void a_library_that_was_there_stays_closed_and_gets_its_number() {
        repository("library/app");

        core.projects().start();

        assertThat(core.projects().projects().require("library").id()).isEqualTo(1);
        assertThat(core.projects().projects().require("library").isPublic()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "team/, pull, LIMITED_GUEST",
        "team/, pull+push, DEVELOPER",
        "team/, pull+push+delete, MAINTAINER",
        "team/, pull+delete, LIMITED_GUEST",
        "team/, delete,",
        "*, pull, LIMITED_GUEST",
        "team/app, pull,",
        "team/deep/, pull+push,"
    })
    void a_grant_becomes_a_role_that_allows_no_more(String prefix, String actions, Role role)
            throws Exception {
        var anna = core.addUser("anna");
        repository("team/app");
        repository("other/app");
        grant(anna, prefix, actions);

        core.projects().start();

        assertThat(role("team", anna)).isEqualTo(Optional.ofNullable(role));
        assertThat(role("other", anna).isPresent()).isEqualTo(prefix.equals("*"));
    }

    @Test
    void of_several_grants_the_most_powerful_counts_and_a_project_without_repositories_is_made()
            throws Exception {
        var anna = core.addUser("anna");
        repository("team/app");
        grant(anna, "*", "pull");
        grant(anna, "team/", "pull+push");
        grant(anna, "new/", "pull+push");

        core.projects().start();

        assertThat(role("team", anna)).contains(Role.DEVELOPER);
        assertThat(role("new", anna)).contains(Role.DEVELOPER);
    }

    @Test
    void a_second_start_brings_nothing_back() throws Exception {
        var anna = core.addUser("anna");
        repository("team/app");
        grant(anna, "team/", "pull");
        core.projects().start();
        var team = core.projects().projects().require("team");
        var member = core.projects().members().requireOf(team, anna);
        core.projects().members().remove(team, member.id());

        core.projects().start();

        assertThat(role("team", anna)).isEmpty();
    }
}
