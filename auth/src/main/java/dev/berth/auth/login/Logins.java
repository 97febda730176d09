package dev.berth.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.auth.KeyedHash;
import dev.berth.auth.KeyedHash.Fingerprint;
import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.DatabaseUnavailableException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Checks names and passwords.
///
/// *How it works.* A password that was right is remembered for ten minutes under a keyed hash of
/// name and password, together with the hash it matched. It is accepted again as long as the
/// account, looked up exactly, still has this number and this hash: so a changed password and a
/// removed account are refused at once, and nothing has to be invalidated. Requests that bring the
/// same new password at the same time wait for the first of them. Wrong passwords are not
/// remembered.
///
/// - At most 10,000 passwords are remembered, none of them in clear text.
/// - Many failures make further attempts wait; see [LoginBackoff].
/// - A hash that is dated, such as one of Harbor's, is made anew at the first log-in.
public final class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    private static final int REMEMBERED_MAX = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

    private final Accounts accounts;
    private final PasswordHashes hashes;
    private final LoginBackoff backoff;
    private final KeyedHash keyedHash = KeyedHash.random();
    private final Cache<Fingerprint, Remembered> remembered;
    private final LoginCounts counts;

    public Logins(Accounts accounts, PasswordHashes hashes, Clock clock) {
        this.accounts = accounts;
        this.hashes = hashes;
        this.backoff = new LoginBackoff(clock);
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        this.counts = new LoginCounts(backoff, remembered::estimatedSize);
    }

    /// A password that was right for the account that had this hash.
    private record Remembered(long accountId, String passwordHash) {
        boolean isStill(Account account) {
            return account.id() == accountId && account.passwordHash().equals(passwordHash);
        }

        @Override
        public String toString() {
            return "Remembered[" + accountId + "]";
        }
    }

    /// Waits for its turn to hash if it must.
    ///
    /// @param name of the account, or its e-mail address
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
        var account = accounts.findByLogin(name).filter(known::isStill);
        account.ifPresent(_ -> {
            counts.rememberedUsed();
            backoff.succeeded(name, client);
        });
        return account.map(LoginOutcome.Accepted::new);
    }

    private LoginOutcome byHashing(
            PasswordHashes.Slot slot,
            String name,
            Secret password,
            Fingerprint fingerprint,
            InetAddress client) {
        var account = accounts.findByLogin(name);
        if (!slot.matches(password, account.map(Account::passwordHash)) || account.isEmpty()) {
            backoff.failed(name, client);
            log.atWarn()
                    .addKeyValue("account", name)
                    .addKeyValue("client", client.getHostAddress())
                    .log("login refused");
            return new LoginOutcome.Refused();
        }
        backoff.succeeded(name, client);
        var kept = keptWell(slot, account.get(), password);
        remembered.put(fingerprint, new Remembered(kept.id(), kept.passwordHash()));
        return new LoginOutcome.Accepted(kept);
    }

    /// The account, with its password hashed as passwords are hashed now. A database that
    /// takes no writes keeps nobody out: the next log-in tries again.
    private Account keptWell(PasswordHashes.Slot slot, Account account, Secret password) {
        if (!hashes.isDated(account.passwordHash())) {
            return account;
        }
        try {
            var kept = accounts.storeAnew(account, slot.hash(password));
            log.atInfo().addKeyValue("account", account.name()).log("password hashed anew");
            return kept;
        } catch (DatabaseUnavailableException failure) {
            log.atWarn()
                    .addKeyValue("account", account.name())
                    .addKeyValue("reason", failure.getMessage())
                    .log("password not hashed anew");
            return account;
        }
    }
}
