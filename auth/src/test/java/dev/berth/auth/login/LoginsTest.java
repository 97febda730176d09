package dev.berth.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.account.ImportedAccount;
import dev.berth.auth.account.Profile;
import dev.berth.auth.password.HarborHash;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.testing.SettableClock;
import dev.berth.auth.testing.TestAuth;
import dev.berth.auth.testing.TestRobots;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.testing.TestDatabases;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoginsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");
    private static final AccountName CI = new AccountName("ci");
    private static final Secret RIGHT = Secret.of("correct horse");
    private static final Secret WRONG = Secret.of("wrong horse");

    private final TestDatabases databases = TestDatabases.sqlite();
    private final SettableClock clock = new SettableClock();

    /// One slot and no patience: whoever needs to hash while the test holds the slot is turned
    /// away.
    private final PasswordHashes hashes =
            new PasswordHashes(new PasswordHashes.Cost(64, 1), 1, Duration.ofMillis(1));

    private final Accounts accounts = new Accounts(databases.database(), hashes, clock);
    private final Logins logins = new Logins(accounts, hashes, clock);

    @BeforeEach
    void addAccounts() throws InterruptedException {
        var _ = accounts.add(new AccountName("boss"), RIGHT, true);
        var _ = accounts.add(CI, RIGHT, false);
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    @Test
    void the_right_password_is_accepted_and_a_wrong_one_refused() throws Exception {
        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Accepted.class);
        assertThat(check("ci", WRONG)).isInstanceOf(LoginOutcome.Refused.class);
        assertThat(check("nobody", RIGHT)).isInstanceOf(LoginOutcome.Refused.class);
        assertThat(check("CI", RIGHT)).isInstanceOf(LoginOutcome.Refused.class);
    }

    @Test
    void a_password_once_right_is_accepted_without_hashing() throws Exception {
        var _ = check("ci", RIGHT);

        try (var _ = hashes.tryOpen().orElseThrow()) {
            assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Accepted.class);
            assertThat(check("boss", RIGHT)).isInstanceOf(LoginOutcome.Busy.class);
            assertThat(check("ci", WRONG)).isInstanceOf(LoginOutcome.Busy.class);
        }
    }

    @Test
    void a_remembered_password_takes_back_the_failures_before_it() throws Exception {
        var _ = check("ci", RIGHT);

        for (int i = 0; i < 20; i++) {
            assertThat(check("ci", WRONG)).isInstanceOf(LoginOutcome.Refused.class);
            assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Accepted.class);
        }
    }

    @Test
    void a_remembered_password_is_hashed_again_after_ten_minutes() throws Exception {
        var _ = check("ci", RIGHT);
        clock.advance(Duration.ofMinutes(10));

        try (var _ = hashes.tryOpen().orElseThrow()) {
            assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Busy.class);
        }
    }

    @Test
    void a_changed_password_is_refused_at_once() throws Exception {
        var _ = check("ci", RIGHT);

        accounts.changePassword(CI, Secret.of("battery staple"));

        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Refused.class);
        assertThat(check("ci", Secret.of("battery staple")))
                .isInstanceOf(LoginOutcome.Accepted.class);
    }

    @Test
    void a_refusal_costs_the_same_whether_somebody_came_from_a_harbor_or_is_not_there()
            throws Exception {
        assertThat(slowComparisons("nobody")).isZero();
        assertThat(slowComparisons("ci")).isZero();

        addFromHarbor("old", "c410a0a19e52e8e30c375c8ca68b4651");
        addFromHarbor("other", "0".repeat(32));

        for (var name : List.of("nobody", "ci", "old", "other", "nobody@example.com")) {
            assertThat(slowComparisons(name)).as(name).isEqualTo(1);
        }

        assertThat(check("old", Secret.of("Correct horse 1")))
                .isInstanceOf(LoginOutcome.Accepted.class);
        accounts.remove(new AccountName("other"));
        assertThat(slowComparisons("old")).isZero();
        assertThat(slowComparisons("nobody")).isZero();
    }

    private void addFromHarbor(String name, String hash) {
        var _ = accounts.add(new ImportedAccount(
                new AccountName(name),
                HarborHash.of(hash, "Yx3jRmTq0ZsWv9LkPd8aNc5uHb2eGf7o", "sha256")
                        .text(),
                false,
                Profile.NONE));
    }

    private long slowComparisons(String name) throws InterruptedException {
        clock.advance(Duration.ofHours(1));
        long before = hashes.slowComparisons();
        assertThat(check(name, WRONG)).isInstanceOf(LoginOutcome.Refused.class);
        return hashes.slowComparisons() - before;
    }

    @Test
    void SEC_31_a_removed_account_is_refused_at_once_and_its_namesake_is_another_one()
            throws Exception {
        var _ = check("ci", RIGHT);

        accounts.remove(CI);
        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Refused.class);

        var _ = accounts.add(CI, Secret.of("battery staple"), false);
        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Refused.class);
    }

    @Test
    void a_robot_logs_in_with_its_secret_until_it_may_not_any_more() throws Exception {
        var cheap = TestAuth.cheapHashes();
        var robots = new TestRobots(cheap);
        var both = new Logins(accounts, robots, cheap, clock);
        robots.put(7, "robot$ci", "correct horse");

        var accepted = both.check("robot$ci", RIGHT, HERE);

        assertThat(accepted)
                .isEqualTo(new LoginOutcome.Accepted(
                        new Identity.Machine(robots.find(7).orElseThrow())));
        assertThat(both.check("robot$ci", RIGHT, HERE)).isEqualTo(accepted);
        assertThat(both.check("robot$ci", WRONG, HERE)).isInstanceOf(LoginOutcome.Refused.class);
        robots.put(7, "robot$ci", "battery staple");
        assertThat(both.check("robot$ci", RIGHT, HERE)).isInstanceOf(LoginOutcome.Refused.class);
        robots.put(7, "robot$ci", "correct horse");
        assertThat(both.check("robot$ci", RIGHT, HERE)).isInstanceOf(LoginOutcome.Accepted.class);
        robots.remove(7);
        assertThat(both.check("robot$ci", RIGHT, HERE)).isInstanceOf(LoginOutcome.Refused.class);
    }

    @Test
    void a_remembered_secret_of_a_robot_asks_no_database() throws Exception {
        var cheap = TestAuth.cheapHashes();
        var robots = new TestRobots(cheap);
        robots.put(7, "robot$ci", "correct horse");
        var own = TestDatabases.sqlite();
        var both = new Logins(new Accounts(own.database(), cheap, clock), robots, cheap, clock);
        assertThat(both.check("robot$ci", RIGHT, HERE)).isInstanceOf(LoginOutcome.Accepted.class);

        own.close();

        assertThat(both.check("robot$ci", RIGHT, HERE)).isInstanceOf(LoginOutcome.Accepted.class);
    }

    @Test
    void an_account_with_the_name_of_a_robot_is_told_from_it_by_the_password() throws Exception {
        var cheap = TestAuth.cheapHashes();
        var robots = new TestRobots(cheap);
        var both = new Logins(accounts, robots, cheap, clock);
        robots.put(2, "ci", "battery staple");
        for (int i = 0; i < 2; i++) {
            assertThat(both.check("ci", RIGHT, HERE))
                    .isEqualTo(new LoginOutcome.Accepted(
                            new Identity.User(accounts.find("ci").orElseThrow())));
            assertThat(both.check("ci", Secret.of("battery staple"), HERE))
                    .isEqualTo(new LoginOutcome.Accepted(
                            new Identity.Machine(robots.find(2).orElseThrow())));
        }
        assertThat(both.check("ci", WRONG, HERE)).isInstanceOf(LoginOutcome.Refused.class);
    }

    @Test
    void many_wrong_passwords_hold_up_the_guesser_and_nobody_else() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(check("ci", WRONG)).isInstanceOf(LoginOutcome.Refused.class);
        }

        assertThat(check("ci", RIGHT)).isEqualTo(new LoginOutcome.HeldUp(Duration.ofSeconds(1)));
        assertThat(logins.check("ci", RIGHT, ELSEWHERE)).isInstanceOf(LoginOutcome.Accepted.class);
        assertThat(check("boss", RIGHT)).isInstanceOf(LoginOutcome.Accepted.class);

        clock.advance(Duration.ofSeconds(1));
        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.Accepted.class);
    }

    @Test
    void a_right_guess_is_not_confirmed_while_the_guesser_is_held_up() throws Exception {
        var _ = check("ci", RIGHT);
        for (int i = 0; i < 5; i++) {
            var _ = check("ci", WRONG);
        }

        assertThat(check("ci", RIGHT)).isInstanceOf(LoginOutcome.HeldUp.class);
        assertThat(check("ci", WRONG)).isInstanceOf(LoginOutcome.HeldUp.class);
    }

    @Test
    void a_name_longer_than_any_is_refused_and_not_remembered() throws Exception {
        try (var _ = hashes.tryOpen().orElseThrow()) {
            for (int i = 0; i < 40; i++) {
                assertThat(check("x".repeat(256 + i), WRONG))
                        .isInstanceOf(LoginOutcome.Refused.class);
            }
        }

        assertThat(logins.counts().failingNames()).isZero();
        assertThat(logins.counts().failingAddresses()).isZero();
    }

    @Test
    void guesses_at_the_same_time_are_slowed_like_guesses_in_turn() throws Exception {
        var patient = new PasswordHashes(new PasswordHashes.Cost(64, 1), 1, Duration.ofSeconds(30));
        var parallel = new Logins(accounts, patient, clock);
        var guesses = new ArrayList<Callable<LoginOutcome>>();
        for (int i = 0; i < 200; i++) {
            var guess = Secret.of("guess number " + i);
            guesses.add(() -> parallel.check("ci", guess, HERE));
        }

        int looked = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : threads.invokeAll(guesses)) {
                if (outcome.get() instanceof LoginOutcome.Refused) {
                    looked++;
                }
            }
        }

        assertThat(looked).isEqualTo(5);
    }

    @Test
    void requests_that_bring_a_new_password_together_wait_for_one_hash() throws Exception {
        var patient =
                new PasswordHashes(new PasswordHashes.Cost(4096, 2), 1, Duration.ofSeconds(30));
        var parallel = new Logins(accounts, patient, clock);
        var requests = new ArrayList<Callable<LoginOutcome>>();
        for (int i = 0; i < 500; i++) {
            requests.add(() -> parallel.check("ci", RIGHT, HERE));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : threads.invokeAll(requests)) {
                assertThat(outcome.get()).isInstanceOf(LoginOutcome.Accepted.class);
            }
        }
    }

    @Test
    void SEC_10_an_unknown_name_takes_as_long_as_a_wrong_password() throws Exception {
        var costly = new PasswordHashes(new PasswordHashes.Cost(8192, 2), 1, Duration.ofSeconds(5));
        var known = new Accounts(databases.database(), costly, clock);
        var _ = known.add(new AccountName("known"), RIGHT, false);
        var slow = new Logins(known, costly, clock);
        var _ = nanosOf(slow, "known", 20);

        long wrong = nanosOf(slow, "known", 40);
        long unknown = nanosOf(slow, "unknown", 40);

        assertThat((double) unknown / wrong).isBetween(0.5, 2.0);
    }

    private LoginOutcome check(String name, Secret password) throws InterruptedException {
        return logins.check(name, password, HERE);
    }

    /// The fastest of some refusals, each from an address of its own.
    private static long nanosOf(Logins logins, String name, int times) throws Exception {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            var address = InetAddress.ofLiteral("198.51.100." + i);
            long start = System.nanoTime();
            assertThat(logins.check(name, WRONG, address)).isInstanceOf(LoginOutcome.Refused.class);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest;
    }
}
