package dev.berth.core.session;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.Accounts;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.ExactCache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// All sessions.
///
/// *How it works.* A session is named by 256 random bits, which only the cookie has; its row is
/// under their SHA-256. Looking one up costs two caches and no SQL. It ends when no
/// request has come for as long as is configured; so that not each request writes, that is put off
/// once it has come nearer by a minute, or by a tenth of the whole if that is less.
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final Duration PROLONGED_EVERY_MAX = Duration.ofMinutes(1);
    private static final long CACHED_MAX = 10_000;
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_CHARACTERS = 43;
    private static final int EXPIRED_AT_ONCE = 1_000;

    /// More than anybody has browsers; whoever logs in with each request keeps no more rows.
    private static final int PER_ACCOUNT_MAX = 50;

    private final Database database;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Supplier<Duration> idleMax;
    private final Clock clock;
    private final SessionTable table = new SessionTable();
    private final ExactCache<Session> byId;
    private final SecureRandom random = new SecureRandom();

    /// @param idleMax how long a session lasts without a request
    Sessions(
            Database database,
            Accounts accounts,
            Outbox outbox,
            Supplier<Duration> idleMax,
            Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.accounts = accounts;
        this.idleMax = idleMax;
        this.clock = clock;
        this.byId = database.cache(SessionTable.TOPIC, CACHED_MAX);
    }

    /// Begins a session; what opens it, in 43 characters that fit a cookie. Of more than 50 of one
    /// account, those that would end first end now.
    Secret begin(Account account) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        var end = clock.instant().plus(idleMax.get());
        var session = new Session(account.principal(), account.passwordVersion(), end);
        database.write(transaction -> {
            table.deleteBut(transaction, account.id(), PER_ACCOUNT_MAX - 1);
            table.insert(transaction, id(token), session);
            var name = account.name().text();
            outbox.append(
                    transaction, name, SessionEvents.LOGGED_IN, new LoggedIn(account.id(), name));
            return true;
        });
        return token;
    }

    /// Whose session `token` opens now; empty if it opens none.
    ///
    /// @param use whether this request lets the session go on
    Optional<Account> find(Secret token, Use use) {
        if (token.reveal().length() != TOKEN_CHARACTERS) {
            return Optional.empty();
        }
        var id = id(token);
        var session =
                byId.find(id, key -> database.read(transaction -> table.find(transaction, key)));
        var account = session.filter(found -> clock.instant().isBefore(found.expiresAt()))
                .flatMap(found -> accounts.find(found.principal())
                        .filter(now -> now.passwordVersion() == found.passwordVersion()));
        if (account.isPresent() && use == Use.PROLONG) {
            prolong(id, session.orElseThrow());
        }
        return account;
    }

    /// What a request means for the end of its session.
    enum Use {
        PROLONG,
        LEAVE
    }

    /// Ends the session that `token` opens, if there is one.
    void end(Secret token) {
        database.write(transaction -> {
            table.delete(transaction, id(token));
            return true;
        });
    }

    /// As [#end], by the will of its owner.
    void logOut(Secret token) {
        database.write(transaction -> {
            var id = id(token);
            table.find(transaction, id).map(Session::principal).ifPresent(owner -> {
                table.delete(transaction, id);
                outbox.append(
                        transaction,
                        owner.name(),
                        SessionEvents.LOGGED_OUT,
                        new LoggedOut(owner.id(), owner.name()));
            });
            return true;
        });
    }

    /// Removes what is left of ended sessions: a job.
    public void expire() {
        int removed = EXPIRED_AT_ONCE;
        while (removed == EXPIRED_AT_ONCE) {
            removed = database.write(transaction ->
                    table.deleteExpired(transaction, clock.instant(), EXPIRED_AT_ONCE));
        }
    }

    private void prolong(String id, Session session) {
        var idle = idleMax.get();
        var end = clock.instant().plus(idle);
        var moved = Duration.between(session.expiresAt(), end).abs();
        if (moved.compareTo(PROLONGED_EVERY_MAX) >= 0 || moved.compareTo(idle.dividedBy(10)) >= 0) {
            putOffEnd(id, end);
        }
    }

    /// Where nothing can be written the session goes on all the same, as long as it lasts:
    /// what is there can still be read.
    private void putOffEnd(String id, Instant end) {
        try {
            database.writeRelaxed(transaction -> {
                table.prolong(transaction, id, end);
                return true;
            });
        } catch (DatabaseUnavailableException failure) {
            log.atWarn().addKeyValue("reason", failure.getMessage()).log("session not prolonged");
        }
    }

    private static String id(Secret token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
