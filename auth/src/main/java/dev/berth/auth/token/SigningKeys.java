package dev.berth.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;

import dev.berth.platform.database.Database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The keys that sign and verify tokens, shared by all processes on one database.
///
/// *How it works.* A new key is stored an hour before it signs, and every process reads the keys
/// again after a minute at the latest, so no process meets a token by a key that it cannot find
/// (and if one does, it reads them again at once, but not more than once a second). A key that no
/// longer signs stays until the last token that it can have signed has expired. So a rotation
/// interrupts nobody. Two processes that rotate at the same time make two keys, which is harmless.
///
/// The private key lies in the database as it is: whoever can read the database has the password
/// hashes, and whoever can write it can make himself administrator (ADR 50).
public final class SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
    private static final int KEY_BITS = 2048;

    /// Enough of the thumbprint to tell keys apart; the header of each token carries it.
    private static final int ID_CHARACTERS = 16;

    private static final Duration KNOWN_BEFORE_SIGNING = Duration.ofHours(1);
    private static final Duration FRESH_FOR = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(1);

    private static final Loaded NOTHING = new Loaded(List.of(), Instant.MIN);

    private final Database database;
    private final Clock clock;
    private final Duration signsFor;
    private final Duration verifiesFor;
    private final SigningKeyTable table = new SigningKeyTable();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Loaded loaded = NOTHING;

    /// @param signsFor how long a key signs before the next one does
    /// @param verifiesFor how long the tokens live that a key signs
    public SigningKeys(Database database, Duration signsFor, Duration verifiesFor, Clock clock) {
        this.database = database;
        this.signsFor = signsFor;
        this.verifiesFor = verifiesFor.plus(Tokens.LEEWAY);
        this.clock = clock;
        database.onChange(SigningKeyTable.TOPIC, _ -> forget());
    }

    /// What the database had at `at`; keys in the order in which they sign.
    private record Loaded(List<SigningKey> keys, Instant at) {
        boolean isOlderThan(Duration age, Instant now) {
            return at.equals(Instant.MIN) || at.plus(age).isBefore(now);
        }
    }

    /// Makes the first key where there is none; at every start. All else is for [#rotate], so
    /// that a database that takes no writes keeps nobody from starting.
    public void makeFirst() {
        if (database.read(table::all).isEmpty()) {
            rotate();
        }
    }

    /// Makes the next key when it is time, or the first one, and removes those that no valid token
    /// needs. To be called every hour.
    public void rotate() {
        var now = clock.instant();
        var keys = database.read(table::all);
        if (keys.isEmpty()) {
            add(keys, now);
        } else if (!keys.getLast()
                .signsFrom()
                .plus(signsFor)
                .isAfter(now.plus(KNOWN_BEFORE_SIGNING))) {
            add(keys, now.plus(KNOWN_BEFORE_SIGNING));
        }
        for (int i = 0; i + 1 < keys.size(); i++) {
            if (keys.get(i + 1).signsFrom().plus(verifiesFor).isBefore(now)) {
                remove(keys.get(i));
            }
        }
    }

    /// The key to sign with now.
    SigningKey signer() {
        var now = clock.instant();
        var keys = loadedWithin(FRESH_FOR, now).keys();
        if (keys.isEmpty()) {
            throw new IllegalStateException("no signing key: makeFirst() runs at every start");
        }
        return keys.reversed().stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .findFirst()
                .orElseGet(keys::getFirst);
    }

    /// The key with this `kid`, if it is one of ours.
    Optional<SigningKey> find(String id) {
        var known = find(loaded, id);
        return known.isPresent()
                ? known
                : find(loadedWithin(BETWEEN_SEARCHES, clock.instant()), id);
    }

    private static Optional<SigningKey> find(Loaded loaded, String id) {
        for (var key : loaded.keys()) {
            if (key.id().equals(id)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private void add(List<SigningKey> known, Instant signsFrom) {
        var key = generate(signsFrom);
        database.write(transaction -> {
            if (table.all(transaction).equals(known)) {
                table.insert(transaction, key);
            }
            return key;
        });
        forget();
        log.atInfo()
                .addKeyValue("key", key.id())
                .addKeyValue("signsFrom", signsFrom)
                .log("signing key made");
    }

    private void remove(SigningKey key) {
        database.write(transaction -> {
            table.delete(transaction, key);
            return key;
        });
        forget();
        log.atInfo().addKeyValue("key", key.id()).log("signing key removed");
    }

    private Loaded loadedWithin(Duration age, Instant now) {
        if (!loaded.isOlderThan(age, now)) {
            return loaded;
        }
        return load(age, now);
    }

    private synchronized Loaded load(Duration age, Instant now) {
        if (!loaded.isOlderThan(age, now)) {
            return loaded;
        }
        int before = changes.get();
        var read = new Loaded(database.read(table::all), now);
        if (changes.get() == before) {
            loaded = read;
        }
        return read;
    }

    /// What is being loaded meanwhile may be older than this change, so it will not be kept.
    private void forget() {
        changes.incrementAndGet();
        loaded = NOTHING;
    }

    private static SigningKey generate(Instant signsFrom) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            var pair = generator.generateKeyPair();
            var publicKey = (RSAPublicKey) pair.getPublic();
            var thumbprint =
                    new RSAKey.Builder(publicKey).build().computeThumbprint().toString();
            return new SigningKey(
                    thumbprint.substring(0, ID_CHARACTERS),
                    (RSAPrivateKey) pair.getPrivate(),
                    publicKey,
                    signsFrom);
        } catch (NoSuchAlgorithmException | JOSEException e) {
            throw new IllegalStateException("every JDK can make RSA keys", e);
        }
    }
}
