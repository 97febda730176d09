package dev.berth.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.auth.Principal;
import dev.berth.auth.login.Identity;
import dev.berth.auth.login.LoginOutcome;
import dev.berth.auth.login.Logins;
import dev.berth.auth.password.HarborHash;
import dev.berth.auth.testing.SettableClock;
import dev.berth.auth.testing.TestAuth;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.database.testing.WatchedDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// What accounts do on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class AccountsContract {
    private static final AccountName CI = new AccountName("ci");
    private static final Secret PASSWORD = Secret.of("correct horse");
    private static final Secret OTHER_PASSWORD = Secret.of("battery staple");

    private final SettableClock clock = new SettableClock();
    private final TestDatabases databases;
    private final Accounts accounts;

    AccountsContract(TestDatabases databases) {
        this.databases = databases;
        this.accounts = new Accounts(databases.database(), TestAuth.cheapHashes(), clock);
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    @Test
    void an_added_account_is_found_by_name_and_by_principal() throws Exception {
        var added = accounts.add(CI, PASSWORD, false);

        assertThat(accounts.find("ci")).contains(added);
        assertThat(accounts.find(added.principal())).contains(added);
        assertThat(added.createdAt()).isEqualTo(clock.instant());
    }

    @Test
    void an_account_of_harbor_logs_in_and_its_hash_is_made_anew_once() throws Exception {
        var hash = HarborHash.of(
                "c410a0a19e52e8e30c375c8ca68b4651", "Yx3jRmTq0ZsWv9LkPd8aNc5uHb2eGf7o", "sha256");
        var email = Optional.of(new EmailAddress("ci@example.com"));
        var imported = accounts.add(
                new ImportedAccount(CI, hash.text(), false, new Profile(email, "C", "")));
        var logins = new Logins(accounts, TestAuth.cheapHashes(), clock);
        var here = InetAddress.ofLiteral("192.0.2.1");

        assertThat(logins.check("ci", Secret.of("Correct horse 2"), here))
                .isInstanceOf(LoginOutcome.Refused.class);
        assertThat(accounts.find("ci").orElseThrow().passwordHash()).isEqualTo(hash.text());

        var accepted = logins.check("ci@example.com", Secret.of("Correct horse 1"), here);
        var upgraded = accounts.find("ci").orElseThrow();
        assertThat(upgraded.passwordHash()).startsWith("$argon2id$");
        assertThat(accepted).isEqualTo(new LoginOutcome.Accepted(new Identity.User(upgraded)));
        assertThat(upgraded.passwordVersion()).isEqualTo(imported.passwordVersion());
        assertThat(upgraded.updatedAt()).isEqualTo(imported.updatedAt());

        var _ = new Logins(accounts, TestAuth.cheapHashes(), clock)
                .check("ci", Secret.of("Correct horse 1"), here);
        assertThat(accounts.find("ci")).contains(upgraded);
    }

    @Test
    void a_hash_is_not_made_anew_over_another_password() throws Exception {
        var before = accounts.add(CI, PASSWORD, false);
        accounts.changePassword(CI, OTHER_PASSWORD);
        var changed = accounts.find("ci").orElseThrow();

        assertThat(accounts.storeAnew(before, "$argon2id$late")).isEqualTo(before);

        assertThat(accounts.find("ci")).contains(changed);
    }

    @Test
    void a_name_or_address_that_is_taken_is_not_imported() throws Exception {
        var email = Optional.of(new EmailAddress("ci@example.com"));
        var _ = accounts.add(CI, PASSWORD, false, new Profile(email, "C", ""));

        for (var name : List.of("ci", "other")) {
            var imported = new ImportedAccount(
                    new AccountName(name), "$argon2id$x", true, new Profile(email, "C", ""));
            assertThatThrownBy(() -> accounts.add(imported)).isInstanceOf(AccountException.class);
        }
        assertThat(accounts.find("other")).isEmpty();
        assertThat(accounts.find("ci").orElseThrow().administrator()).isFalse();
    }

    @Test
    void number_one_is_kept_for_the_first_administrator() throws Exception {
        assertThat(accounts.add(CI, PASSWORD, false).id()).isGreaterThan(Account.FIRST_ID);
        accounts.remove(CI);

        var _ = accounts.ensureAdministrator(Optional.of(PASSWORD));

        assertThat(accounts.find("admin")).map(Account::id).contains(Account.FIRST_ID);
    }

    @Test
    void a_name_is_taken_once() throws Exception {
        var _ = accounts.add(CI, PASSWORD, false);

        assertRefused(() -> accounts.add(CI, OTHER_PASSWORD, true), new AccountError.NameTaken(CI));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "a:b", "-a", "a b", "a\n", "a/b", "é", "$robot"})
    void a_name_that_could_be_mistaken_is_no_account_name(String text) {
        assertThatThrownBy(() -> new AccountName(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_text_that_cannot_be_a_name_or_an_address_is_nobodys() throws Exception {
        var _ = accounts.add(CI, PASSWORD, false);

        for (var text : List.of("", "ci\0", "\0@example.com", "ci@\0.com", "a b", "@", "\ud800")) {
            assertThat(accounts.find(text)).isEmpty();
            assertThat(accounts.findByLogin(text)).isEmpty();
        }
    }

    @Test
    void who_has_logged_in_before_is_found_without_the_database() throws Exception {
        var email = Optional.of(new EmailAddress("ci@example.com"));
        var reads = new AtomicInteger();
        var database = WatchedDatabase.of(databases.database(), call -> {
            if (call.equals("read")) {
                reads.incrementAndGet();
            }
        });
        var counted = new Accounts(database, TestAuth.cheapHashes(), clock);
        var added = counted.add(CI, PASSWORD, false, new Profile(email, "C", ""));
        for (var login : List.of("ci", "ci@example.com")) {
            // PostgreSQL's caches keep nothing before they hear of changes elsewhere.
            await().untilAsserted(() -> {
                reads.set(0);
                assertThat(counted.findByLogin(login)).contains(added);
                assertThat(reads).as(login).hasValue(0);
            });
        }
    }

    @Test
    void SEC_25_a_weak_password_is_refused_and_nothing_is_added() {
        assertThatThrownBy(() -> accounts.add(CI, Secret.of("password1"), false))
                .isInstanceOfSatisfying(
                        AccountException.class,
                        refused -> assertThat(refused.error())
                                .isInstanceOf(AccountError.WeakPassword.class));

        assertThat(accounts.find("ci")).isEmpty();
    }

    @Test
    void SEC_31_a_namesake_of_a_removed_account_is_somebody_else() throws Exception {
        var _ = accounts.add(new AccountName("boss"), PASSWORD, true);
        var first = accounts.add(CI, PASSWORD, false);
        accounts.remove(CI);
        assertThat(accounts.find(first.principal())).isEmpty();

        var second = accounts.add(CI, PASSWORD, false);

        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(accounts.find(first.principal())).isEmpty();
        assertThat(accounts.find(second.principal())).contains(second);
    }

    @Test
    void a_changed_password_has_another_hash_and_version() throws Exception {
        var before = accounts.add(CI, PASSWORD, false);

        accounts.changePassword(CI, OTHER_PASSWORD);

        var after = accounts.find("ci").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.passwordHash()).isNotEqualTo(before.passwordHash());
        assertThat(after.passwordVersion()).isEqualTo(before.passwordVersion() + 1);
    }

    @Test
    void there_is_always_an_administrator() throws Exception {
        var boss = new AccountName("boss");
        var _ = accounts.add(boss, PASSWORD, true);
        assertRefused(() -> accounts.remove(boss), new AccountError.LastAdministrator(boss));

        var _ = accounts.add(CI, PASSWORD, true);
        accounts.remove(boss);

        assertRefused(() -> accounts.remove(CI), new AccountError.LastAdministrator(CI));
    }

    @Test
    void whoever_depends_on_an_account_is_told_in_the_transaction_that_removes_it()
            throws Exception {
        var left = new ArrayList<Long>();
        var told = new Accounts(
                databases.database(),
                TestAuth.cheapHashes(),
                clock,
                List.of((_, accountId) -> left.add(accountId)));
        var _ = told.ensureAdministrator(Optional.of(PASSWORD));
        long id = told.add(CI, PASSWORD, false).id();

        told.remove(CI);

        assertThat(left).containsExactly(id);
    }

    @Test
    void what_is_asked_of_an_unknown_account_is_refused() {
        var unknown = new AccountError.Unknown(CI);

        assertRefused(() -> accounts.remove(CI), unknown);
        assertRefused(() -> accounts.changePassword(CI, PASSWORD), unknown);
    }

    @Test
    void accounts_are_listed_in_pages_by_name() throws Exception {
        for (int i = 0; i < 103; i++) {
            var _ = accounts.add(new AccountName("account%03d".formatted(i)), PASSWORD, false);
        }

        var first = accounts.listAfter("");
        var second = accounts.listAfter(first.getLast().name().text());

        assertThat(first).hasSize(100).first().hasToString("Account[2 account000]");
        assertThat(second)
                .extracting(account -> account.name().text())
                .containsExactly("account100", "account101", "account102");
    }

    @Test
    void the_first_start_makes_an_administrator_with_the_configured_password() throws Exception {
        var first = accounts.ensureAdministrator(Optional.of(PASSWORD));

        assertThat(first)
                .isEqualTo(new FirstStart.WithConfiguredPassword(new AccountName("admin")));
        assertThat(accounts.find("admin").orElseThrow().administrator()).isTrue();
    }

    @Test
    void SEC_25_without_a_configured_password_a_new_one_is_made_for_each_installation()
            throws Exception {
        var first = accounts.ensureAdministrator(Optional.empty());

        assertThat(first).isInstanceOfSatisfying(FirstStart.WithNewPassword.class, made -> {
            assertThat(made.password().reveal()).hasSize(22);
            assertThat(made.toString()).doesNotContain(made.password().reveal());
        });
        try (var others = TestDatabases.sqlite()) {
            var elsewhere = new Accounts(others.database(), TestAuth.cheapHashes(), clock)
                    .ensureAdministrator(Optional.empty());
            assertThat(elsewhere).isNotEqualTo(first);
        }
    }

    @Test
    void a_later_start_changes_nothing() throws Exception {
        var _ = accounts.ensureAdministrator(Optional.of(PASSWORD));
        var before = accounts.find("admin");

        var second = accounts.ensureAdministrator(Optional.of(OTHER_PASSWORD));

        assertThat(second).isEqualTo(new FirstStart.NotFirst());
        assertThat(accounts.find("admin")).isEqualTo(before);
    }

    @Test
    void several_processes_that_start_first_make_one_administrator() throws Exception {
        var starts = new ArrayList<Callable<FirstStart>>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> accounts.ensureAdministrator(Optional.empty()));
        }

        int made = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var start : threads.invokeAll(starts)) {
                made += start.get() instanceof FirstStart.WithNewPassword ? 1 : 0;
            }
        }

        assertThat(made).isEqualTo(1);
        assertThat(accounts.listAfter("")).hasSize(1);
    }

    @Test
    void two_administrators_cannot_remove_each_other_at_the_same_time() throws Exception {
        var names = List.of(new AccountName("first"), new AccountName("second"));
        for (var name : names) {
            var _ = accounts.add(name, PASSWORD, true);
        }
        var removals = new ArrayList<Callable<Boolean>>();
        for (var name : names) {
            removals.add(() -> isRemoved(name));
        }

        int removed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var removal : threads.invokeAll(removals)) {
                removed += removal.get() ? 1 : 0;
            }
        }

        assertThat(removed).isEqualTo(1);
    }

    private boolean isRemoved(AccountName name) {
        try {
            accounts.remove(name);
            return true;
        } catch (AccountException refused) {
            assertThat(refused.error()).isEqualTo(new AccountError.LastAdministrator(name));
            return false;
        }
    }

    @Test
    void SEC_26_an_account_does_not_show_its_hash() throws Exception {
        var account = accounts.add(CI, PASSWORD, false);

        assertThat(account.toString()).isEqualTo("Account[2 ci]");
        assertThat(List.of(account, account.principal()).toString()).doesNotContain("argon2");
        assertThat(account.principal()).isEqualTo(new Principal.Account(2, "ci"));
    }

    private static Profile profile(String email) {
        return new Profile(Optional.of(new EmailAddress(email)), "Ci Runner", "builds");
    }

    @Test
    void an_address_logs_in_as_a_name_does() throws Exception {
        var ci = accounts.add(CI, PASSWORD, false, profile("ci@example.com"));

        assertThat(accounts.findByLogin("ci")).contains(ci);
        assertThat(accounts.findByLogin("ci@example.com")).contains(ci);
        assertThat(accounts.findByLogin("CI@example.com")).isEmpty();
        assertThat(accounts.find("ci@example.com")).isEmpty();
    }

    @Test
    void a_changed_profile_is_seen_at_once_and_the_old_address_logs_in_nobody() throws Exception {
        var ci = accounts.add(CI, PASSWORD, false, profile("ci@example.com"));
        assertThat(accounts.findByLogin("ci@example.com")).isPresent();

        clock.advance(Duration.ofMinutes(1));
        accounts.changeProfile(ci.id(), profile("build@example.com"));

        assertThat(accounts.findByLogin("ci@example.com")).isEmpty();
        var changed = accounts.findByLogin("build@example.com").orElseThrow();
        assertThat(changed.profile()).isEqualTo(profile("build@example.com"));
        assertThat(changed.updatedAt()).isEqualTo(clock.instant());
        assertThat(changed.createdAt()).isEqualTo(ci.createdAt());
        assertThat(changed.passwordVersion()).isEqualTo(ci.passwordVersion());
    }

    @Test
    void an_address_that_logs_in_somebody_is_nobody_elses_address_or_name() throws Exception {
        var taken = new EmailAddress("ci@example.com");
        var _ = accounts.add(CI, PASSWORD, false, profile("ci@example.com"));
        var other = accounts.add(new AccountName("x@y.org"), PASSWORD, false, Profile.NONE);

        assertRefused(
                () -> accounts.add(
                        new AccountName("b"), PASSWORD, false, profile("ci@example.com")),
                new AccountError.EmailTaken(taken));
        assertRefused(
                () -> accounts.changeProfile(other.id(), profile("ci@example.com")),
                new AccountError.EmailTaken(taken));
        assertRefused(
                () -> accounts.add(new AccountName("ci@example.com"), PASSWORD, false),
                new AccountError.NameTaken(new AccountName("ci@example.com")));
        assertRefused(
                () -> accounts.add(new AccountName("b"), PASSWORD, false, profile("x@y.org")),
                new AccountError.EmailTaken(new EmailAddress("x@y.org")));

        accounts.changeProfile(other.id(), profile("x@y.org"));
        assertThat(accounts.findByLogin("x@y.org").orElseThrow().id()).isEqualTo(other.id());
    }

    @Test
    void a_demoted_administrator_is_one_no_more_and_the_last_stays() throws Exception {
        var boss = accounts.add(new AccountName("boss"), PASSWORD, true);
        assertRefused(
                () -> accounts.setAdministrator(boss.id(), false),
                new AccountError.LastAdministrator(boss.name()));
        var ci = accounts.add(CI, PASSWORD, false);

        accounts.setAdministrator(ci.id(), true);
        assertThat(accounts.find("ci").orElseThrow().administrator()).isTrue();
        accounts.setAdministrator(boss.id(), false);

        assertThat(accounts.find("boss").orElseThrow().administrator()).isFalse();
    }

    @Test
    void a_password_changed_by_number_is_another_one() throws Exception {
        var ci = accounts.add(CI, PASSWORD, false);

        assertRefused(
                () -> accounts.changePassword(ci.id(), PASSWORD), new AccountError.SamePassword());
        accounts.changePassword(ci.id(), OTHER_PASSWORD);

        assertThat(accounts.find("ci").orElseThrow().passwordVersion()).isEqualTo(2);
    }

    @Test
    void what_is_asked_of_an_unknown_number_is_refused() {
        var unknown = new AccountError.UnknownNumber(7);

        assertThat(accounts.find(7)).isEmpty();
        assertRefused(() -> accounts.remove(7), unknown);
        assertRefused(() -> accounts.setAdministrator(7, true), unknown);
        assertRefused(() -> accounts.changeProfile(7, Profile.NONE), unknown);
        assertRefused(() -> accounts.changePassword(7, PASSWORD), unknown);
    }

    @Test
    void a_part_of_the_list_tells_how_many_there_are_besides_the_first() throws Exception {
        var _ = accounts.ensureAdministrator(Optional.of(PASSWORD));
        for (var name : List.of("dora", "anna", "carl", "berta")) {
            var _ = accounts.add(
                    new AccountName(name), PASSWORD, false, profile(name + "@example.com"));
        }
        accounts.remove(new AccountName("dora"));

        var second = accounts.listOthers(new Listing(List.of(), List.of(), 1, 1));
        var found = accounts.listOthers(new Listing(List.of(), List.of(), 0, 10)
                .and("email", new Listing.Match.Contains("R")));

        assertThat(names(second)).containsExactly("berta");
        assertThat(second.total()).isEqualTo(3);
        assertThat(names(found)).containsExactly("berta", "carl");
        assertThat(found.total()).isEqualTo(2);
    }

    private static List<String> names(Listing.Part<Account> part) {
        return part.rows().stream().map(account -> account.name().text()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "@", "a@", "@b.org", "a@b", "a b@c.org", "a@b..org", "a@b.o", "a\n@b.org"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> new EmailAddress(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Something that is refused.
    private interface Change {
        void run() throws InterruptedException;
    }

    private static void assertRefused(Change change, AccountError error) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        AccountException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
