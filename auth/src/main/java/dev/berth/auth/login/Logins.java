package dev.berth.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.auth.KeyedHash;
import dev.berth.auth.KeyedHash.Fingerprint;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.robot.RobotDirectory;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.DatabaseUnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Checks names and passwords, of accounts and robots.
///
/// *How it works.* A password that was right is remembered for ten minutes under a keyed hash
/// of name and password, together with the hash it matched. It is accepted again as long as
/// the account or robot, looked up exactly, still has this number and this hash: so a changed
/// password and a removed account are refused at once, and nothing has to be invalidated.
/// Requests that bring the same new password at the same time wait for the first of them.
/// Wrong passwords are not remembered.
///
/// - At most 10,000 passwords are remembered, none of them in clear text.
/// - Nobody has a name of more than 255 characters: such a name is refused before anything
///   is remembered under it.
/// - Many failures make further attempts wait; see [LoginBackoff].
/// - A hash that is dated, such as one of Harbor's, is made anew at the first log-in.
public final class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final int REMEMBERED_MAX = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);
    private static final int NAME_CHARACTERS_MAX = 255;

    private final Accounts accounts;
    private final RobotDirectory robots;
    private final PasswordHashes hashes;
    private final LoginBackoff backoff;
    private final KeyedHash keyedHash = KeyedHash.random();
    private final Cache<Fingerprint, Remembered> remembered;
    private final LoginCounts counts;

    /// Of accounts alone.
    public Logins(Accounts accounts, PasswordHashes hashes, Clock clock) {
        this(accounts, RobotDirectory.EMPTY, hashes, clock);
    }

    public Logins(Accounts accounts, RobotDirectory robots, PasswordHashes hashes, Clock clock) {
        this.accounts = accounts;
        this.robots = robots;
        this.hashes = hashes;
        this.backoff = new LoginBackoff(clock);
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        this.counts = new LoginCounts(backoff, remembered::estimatedSize);
    }

    /// A password that was right for whoever had this number and this hash.
    private record Remembered(boolean isRobot, long id, String secretHash) {
        static Remembered of(Identity who) {
            return new Remembered(
                    who instanceof Identity.Machine, who.principal().id(), who.secretHash());
        }

        @Override
        public String toString() {
            return "Remembered[" + (isRobot ? "robot " : "account ") + id + "]";
        }
    }

    /// Waits for its turn to hash if it must.
    ///
    /// @param name of the account, its e-mail address, or the name of a robot
    /// @param client where the attempt comes from
    public LoginOutcome check(String name, Secret password, InetAddress client)
            throws InterruptedException {
        var outcome = outcome(name, password, client);
        counts.count(outcome);
        return outcome;
    }

    /// What has come of all attempts, and what is remembered of them.
    public LoginCounts counts() {
        return counts;
    }

    private LoginOutcome outcome(String name, Secret password, InetAddress client)
            throws InterruptedException {
        if (name.length() > NAME_CHARACTERS_MAX) {
            return new LoginOutcome.Refused();
        }
        var fingerprint = keyedHash.of(name, password.reveal());
        var early = withoutHashing(name, fingerprint, client);
        if (early.isPresent()) {
            return early.get();
        }
        var slot = hashes.tryOpen();
        if (slot.isEmpty()) {
            return new LoginOutcome.Busy(RETRY_WHEN_BUSY);
        }
        try (var opened = slot.get()) {
            // While we waited, the same password may have been checked, or guessed too often.
            var meanwhile = withoutHashing(name, fingerprint, client);
            return meanwhile.isPresent()
                    ? meanwhile.get()
                    : byHashing(opened, name, password, fingerprint, client);
        }
    }

    private Optional<LoginOutcome> withoutHashing(
            String name, Fingerprint fingerprint, InetAddress client) {
        var held = backoff.heldFor(name, client);
        if (held.isPresent()) {
            return Optional.of(new LoginOutcome.HeldUp(held.get()));
        }
        var known = remembered.getIfPresent(fingerprint);
        if (known == null) {
            return Optional.empty();
        }
        // Of the two kinds only the one that it was: who is not there is in no cache.
        var who = (known.isRobot() ? robot(name) : user(name))
                .filter(found -> Remembered.of(found).equals(known));
        who.ifPresent(_ -> {
            counts.rememberedUsed();
            backoff.succeeded(name, client);
        });
        return who.map(LoginOutcome.Accepted::new);
    }

    private Optional<Identity> robot(String name) {
        return robots.findByLogin(name).map(Identity.Machine::new);
    }

    private Optional<Identity> user(String name) {
        return accounts.findByLogin(name).map(Identity.User::new);
    }

    /// Who may be meant by a name. Robots have names of a form of their own, as a rule; where an
    /// account has such a name too, the password tells.
    private List<Identity> meant(String name) {
        var meant = new ArrayList<Identity>(2);
        robot(name).ifPresent(meant::add);
        user(name).ifPresent(meant::add);
        return meant;
    }

    private LoginOutcome byHashing(
            PasswordHashes.Slot slot,
            String name,
            Secret password,
            Fingerprint fingerprint,
            InetAddress client) {
        var who = matching(slot, password, meant(name));
        if (who.isEmpty()) {
            backoff.failed(name, client);
            log.atWarn()
                    .addKeyValue("account", name)
                    .addKeyValue("client", client.getHostAddress())
                    .log("login refused");
            return new LoginOutcome.Refused();
        }
        backoff.succeeded(name, client);
        var kept = keptWell(slot, who.get(), password);
        remembered.put(fingerprint, Remembered.of(kept));
        return new LoginOutcome.Accepted(kept);
    }

    /// A refusal takes as long whoever is meant, so that it tells nothing.
    private Optional<Identity> matching(
            PasswordHashes.Slot slot, Secret password, List<Identity> meant) {
        if (meant.isEmpty()) {
            var _ = slot.matches(password, Optional.empty());
        }
        var who = meant.stream()
                .filter(each -> slot.matches(password, Optional.of(each.secretHash())))
                .findFirst();
        if (who.isEmpty()) {
            var compared = meant.stream().map(Identity::secretHash).toList();
            slowestImported().ifPresent(slowest -> slot.refuseAs(slowest, compared, password));
        }
        return who;
    }

    /// Who is known may be refused without the database.
    private Optional<String> slowestImported() {
        try {
            return accounts.findSlowestImported();
        } catch (DatabaseUnavailableException e) {
            return Optional.empty();
        }
    }

    /// The same, with the password of an account hashed as passwords are hashed now. A database
    /// that takes no writes keeps nobody out: the next log-in tries again.
    private Identity keptWell(PasswordHashes.Slot slot, Identity who, Secret password) {
        if (!(who instanceof Identity.User(var account))
                || !hashes.isDated(account.passwordHash())) {
            return who;
        }
        try {
            var kept = accounts.storeAnew(account, slot.hash(password));
            log.atInfo().addKeyValue("account", account.name()).log("password hashed anew");
            return new Identity.User(kept);
        } catch (DatabaseUnavailableException failure) {
            log.atWarn()
                    .addKeyValue("account", account.name())
                    .addKeyValue("reason", failure.getMessage())
                    .log("password not hashed anew");
            return who;
        }
    }
}
