package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Action;
import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.testing.TestAuth;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GrantedPermissionsTest {
    private final TestAuth auth;

    GrantedPermissionsTest() throws InterruptedException {
        auth = new TestAuth(Map.of("auth.anonymous", "library/:pull"));
    }

    @BeforeEach
    void addAccounts() throws InterruptedException {
        auth.addAccount("reader", "team/:pull");
        auth.addAccount("ci", "team/:push");
        auth.addAccount("cleaner", "team/:delete");
        auth.addAccount("auditor", "*:pull");
        auth.addAccount("newcomer");
    }

    @AfterEach
    void close() {
        auth.close();
    }

    /// The published table: principal kind × action × repository.
    @ParameterizedTest
    @CsvSource({
        "admin,    team/app,    true,  true,  true",
        "admin,    any,         true,  true,  true",
        "reader,   team/app,    true,  false, false",
        "reader,   teamx/app,   false, false, false",
        "ci,       team/app,    true,  true,  false",
        "cleaner,  team/app,    false, false, true",
        "auditor,  team/app,    true,  false, false",
        "newcomer, team/app,    false, false, false",
        "newcomer, library/app, true,  false, false",
        "'',       library/app, true,  false, false",
        "'',       team/app,    false, false, false",
    })
    void rights_on_repositories(
            String name, String repository, boolean pull, boolean push, boolean delete) {
        assertThat(may(name, repository, Action.PULL)).isEqualTo(pull);
        assertThat(may(name, repository, Action.PUSH)).isEqualTo(push);
        assertThat(may(name, repository, Action.DELETE)).isEqualTo(delete);
        assertThat(may(name, repository, Action.ALL)).isEqualTo(pull && push && delete);
    }

    @ParameterizedTest
    @CsvSource({"admin, true", "auditor, true", "reader, false", "ci, false", "'', false"})
    void SEC_11_the_catalog_is_for_those_who_may_pull_everything(String name, boolean may) {
        assertThat(permissions()
                        .allow(principal(name), new Permission(Resource.CATALOG, Action.ALL)))
                .isEqualTo(may);
    }

    @Test
    void SEC_18_without_configuration_nobody_gets_in_without_logging_in() throws Exception {
        try (var closed = new TestAuth(Map.of())) {
            for (var action : Action.values()) {
                assertThat(closed.feature()
                                .permissions()
                                .allow(
                                        new Principal.Anonymous(),
                                        new Permission(Resource.repository("library/app"), action)))
                        .isFalse();
            }
        }
    }

    @Test
    void a_right_given_or_taken_away_counts_at_the_next_question() {
        var newcomer = new AccountName("newcomer");

        auth.accounts().grant(newcomer, Grant.parse("team/:pull"));
        assertThat(may("newcomer", "team/app", Action.PULL)).isTrue();

        auth.accounts().revoke(newcomer, new RepositoryPrefix("team/"));
        assertThat(may("newcomer", "team/app", Action.PULL)).isFalse();
    }

    @Test
    void a_removed_account_may_nothing_not_even_what_everybody_may() {
        var reader = principal("reader");
        auth.accounts().remove(new AccountName("reader"));

        assertThat(permissions()
                        .allow(
                                reader,
                                new Permission(Resource.repository("library/app"), Action.PULL)))
                .isFalse();
    }

    @Test
    void other_kinds_of_resources_are_for_administrators() {
        var elsewhere = new Permission(new Resource("registry", "settings"), Action.ALL);

        assertThat(permissions().allow(principal("admin"), elsewhere)).isTrue();
        assertThat(permissions().allow(principal("auditor"), elsewhere)).isFalse();
    }

    private Permissions permissions() {
        return auth.feature().permissions();
    }

    private boolean may(String name, String repository, Action action) {
        return permissions()
                .allow(principal(name), new Permission(Resource.repository(repository), action));
    }

    private Principal principal(String name) {
        return name.isEmpty()
                ? new Principal.Anonymous()
                : auth.accounts().find(name).orElseThrow().principal();
    }
}
