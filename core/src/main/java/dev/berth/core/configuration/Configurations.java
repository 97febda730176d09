package dev.berth.core.configuration;

import dev.berth.auth.SecretSeal;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/// What is set for the installation.
///
/// - Reading costs no SQL while it is in the cache, and is exact: a change is seen by every later
///   look, in every process.
/// - Secrets are sealed before they are stored.
public final class Configurations {
    private static final Logger log = LoggerFactory.getLogger(Configurations.class);

    /// How often it is tried to change what others change at the same time.
    private static final int ATTEMPTS_MAX = 8;

    private final Database database;
    private final SecretSeal seal;
    private final Outbox outbox;
    private final Configuration defaults;
    private final ConfigurationTable table = new ConfigurationTable();
    private final ExactCache<Configuration> cache;

    /// Opens nothing.
    ///
    /// @param tokenLifetime in whole minutes, while nobody has set it here
    public Configurations(
            Database database, SecretSeal seal, Outbox outbox, Duration tokenLifetime) {
        this.database = database;
        this.seal = seal;
        this.outbox = outbox;
        var minutes = Long.toString(Math.max(1, tokenLifetime.toMinutes()));
        this.defaults = new Configuration(Map.of(Items.TOKEN_EXPIRATION.key(), minutes));
        this.cache = database.cache(ConfigurationTable.TOPIC, 1);
    }

    /// To be read only, where nobody has the key for secrets: by commands.
    public static Configurations reading(Database database, Clock clock) {
        return new Configurations(
                database, SecretSeal.random(), new Outbox(clock), Duration.ofMinutes(1));
    }

    /// Everything as it is now.
    public Configuration current() {
        return cache.find(ConfigurationTable.ALL, _ -> Optional.of(load())).orElseThrow();
    }

    /// Everything as `transaction` sees it.
    public Configuration current(Transaction transaction) {
        return defaults.with(table.all(transaction));
    }

    /// What is set now, or the default.
    public <T> T value(Item<T> item) {
        return current().value(item);
    }

    /// How long a token is valid that is issued now.
    public Duration tokenLifetime() {
        return Duration.ofMinutes(value(Items.TOKEN_EXPIRATION));
    }

    private Configuration load() {
        return database.read(this::current);
    }

    /// Sets those of these values that are not set. Where all are, nothing is written: a full
    /// disk keeps nobody from starting, and the audit log tells of changes only.
    void ensure(String actor, SequencedMap<Item<?>, String> wanted) {
        var stored = database.read(table::all);
        var changes = new LinkedHashMap<Item<?>, String>();
        wanted.forEach((item, text) -> {
            boolean isSet = Optional.ofNullable(stored.get(item))
                    .filter(row -> says(row, item, text))
                    .isPresent();
            if (!isSet) {
                changes.put(item, text);
            }
        });
        if (!changes.isEmpty()) {
            var _ = put(actor, changes, _ -> true);
        }
    }

    private boolean says(String row, Item<?> item, String text) {
        return isSealed(item, text)
                ? seal.holds(item.key(), row, Secret.of(text))
                : row.equals(text);
    }

    /// Sets these values, all or none of them; what is not among them stays.
    ///
    /// @param actor the name of who does it
    /// @param changes texts that their items' kinds can parse
    /// @param check asked outside of any transaction; again, when others have changed
    ///     something since it was asked
    /// @throws HarborException what `check` throws, or that others change it all the time
    void update(String actor, SequencedMap<Item<?>, String> changes, ConfigurationCheck check) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var before = current();
            check.check(before, before.with(changes));
            if (put(actor, changes, before::equals)) {
                return;
            }
        }
        throw new HarborException(
                ErrorCode.CONFLICT, "others are changing the configuration; try again");
    }

    /// Sets all, or none where `condition` does not hold of what there is before; whether it
    /// did.
    private boolean put(
            String actor,
            SequencedMap<Item<?>, String> changes,
            Predicate<Configuration> condition) {
        var items = changes.sequencedKeySet().stream().map(Item::key).toList();
        boolean done = database.write(transaction -> {
            table.takeTurns(transaction);
            if (!condition.test(current(transaction))) {
                return false;
            }
            changes.forEach((item, text) -> table.put(transaction, item, stored(item, text)));
            outbox.append(
                    transaction, actor, ConfigurationChanged.TYPE, new ConfigurationChanged(items));
            return true;
        });
        if (done) {
            log.atInfo().addKeyValue("items", items).log("configuration changed");
        }
        return done;
    }

    private String stored(Item<?> item, String text) {
        return isSealed(item, text) ? seal.seal(item.key(), Secret.of(text)) : text;
    }

    private static boolean isSealed(Item<?> item, String text) {
        return item.isSecret() && !text.isEmpty();
    }
}
