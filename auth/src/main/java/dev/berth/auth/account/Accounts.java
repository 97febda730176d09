package dev.berth.auth.account;

import dev.berth.auth.Principal;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.password.PasswordRules;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// All accounts.
///
/// - Looking one up costs no SQL while it is in the cache, and is exact: a change is seen by every
///   later look-up, in every process.
/// - What cannot be done is an [AccountException]; nothing has changed then.
/// - A database that does not answer is a `DatabaseUnavailableException`.
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    private static final AccountName FIRST = new AccountName("admin");
    private static final long CACHED_MAX = 10_000;
    private static final int PAGE_MAX = 100;

    private final Database database;
    private final PasswordHashes hashes;
    private final Clock clock;
    private final AccountTable table = new AccountTable();
    private final ExactCache<Account> byName;

    public Accounts(Database database, PasswordHashes hashes, Clock clock) {
        this.database = database;
        this.hashes = hashes;
        this.clock = clock;
        this.byName = database.cache(AccountTable.TOPIC, CACHED_MAX);
    }

    public Optional<Account> find(String name) {
        return byName.find(name, key -> database.read(transaction -> table.find(transaction, key)));
    }

    /// The account that `principal` was, and not a namesake of it.
    public Optional<Account> find(Principal.Account principal) {
        return find(principal.name()).filter(account -> account.id() == principal.id());
    }

    /// At most 100 accounts whose names come after `after`, in the order of their bytes.
    public List<Account> listAfter(String after) {
        return database.read(transaction -> table.list(transaction, after, PAGE_MAX));
    }

    public Account add(AccountName name, Secret password, boolean administrator)
            throws InterruptedException {
        var hash = hash(name, password);
        var added = database.write(transaction -> {
            long id = table.nextId(transaction);
            if (table.find(transaction, name.text()).isPresent()) {
                throw new AccountException(new AccountError.NameTaken(name));
            }
            var account = new Account(id, name, hash, 1, administrator, clock.instant(), List.of());
            table.insert(transaction, account);
            return account;
        });
        log.atInfo()
                .addKeyValue("account", name)
                .addKeyValue("administrator", administrator)
                .log("account added");
        return added;
    }

    /// Removes the account with its grants; its tokens are worth nothing from now on.
    public void remove(AccountName name) {
        database.write(transaction -> {
            table.lock(transaction);
            var account = require(transaction, name);
            if (account.administrator() && table.administrators(transaction) == 1) {
                throw new AccountException(new AccountError.LastAdministrator(name));
            }
            table.delete(transaction, account);
            return account;
        });
        log.atInfo().addKeyValue("account", name).log("account removed");
    }

    /// Gives `grant` in place of what the account had on the same prefix.
    public void grant(AccountName name, Grant grant) {
        database.write(transaction -> {
            table.putGrant(transaction, require(transaction, name), grant);
            return grant;
        });
        log.atInfo().addKeyValue("account", name).addKeyValue("grant", grant).log("grant given");
    }

    /// Takes away what the account had on exactly this prefix.
    public void revoke(AccountName name, RepositoryPrefix prefix) {
        database.write(transaction -> {
            if (!table.deleteGrant(transaction, require(transaction, name), prefix)) {
                throw new AccountException(new AccountError.NoSuchGrant(name, prefix));
            }
            return prefix;
        });
        log.atInfo()
                .addKeyValue("account", name)
                .addKeyValue("prefix", prefix)
                .log("grant taken away");
    }

    /// Replaces the password; the old one and all tokens issued for it are refused from now on.
    public void changePassword(AccountName name, Secret password) throws InterruptedException {
        var hash = hash(name, password);
        database.write(transaction -> {
            table.updatePassword(transaction, require(transaction, name), hash);
            return name;
        });
        log.atInfo().addKeyValue("account", name).log("password changed");
    }

    /// Makes the account `admin` if there is none at all.
    ///
    /// @param configured its password; where there is none, a new one is made and returned
    public FirstStart ensureAdministrator(Optional<Secret> configured) throws InterruptedException {
        if (!database.read(table::isEmpty)) {
            return new FirstStart.NotFirst();
        }
        var password = configured.orElseGet(hashes::newPassword);
        var hash = hash(FIRST, password);
        boolean first = database.write(transaction -> {
            long id = table.nextId(transaction);
            if (!table.isEmpty(transaction)) {
                return false;
            }
            var now = clock.instant();
            table.insert(transaction, new Account(id, FIRST, hash, 1, true, now, List.of()));
            return true;
        });
        if (!first) {
            return new FirstStart.NotFirst();
        }
        log.atInfo().addKeyValue("account", FIRST).log("first administrator made");
        return configured.isPresent()
                ? new FirstStart.WithConfiguredPassword(FIRST)
                : new FirstStart.WithNewPassword(FIRST, password);
    }

    private Account require(Transaction transaction, AccountName name) {
        return table.find(transaction, name.text())
                .orElseThrow(() -> new AccountException(new AccountError.Unknown(name)));
    }

    private String hash(AccountName name, Secret password) throws InterruptedException {
        PasswordRules.refusal(name.text(), password).ifPresent(refusal -> {
            throw new AccountException(new AccountError.WeakPassword(refusal));
        });
        try (var slot =
                hashes.tryOpen().orElseThrow(() -> new AccountException(new AccountError.Busy()))) {
            return slot.hash(password);
        }
    }
}
