package dev.berth.auth.account;

import dev.berth.auth.Principal;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.auth.password.PasswordRules;
import dev.berth.platform.config.Secret;
import dev.berth.platform.database.Database;
import dev.berth.platform.database.ExactCache;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.PartReader;
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
/// - Every change is told to an [AccountWitness], with the name of who makes it: see [#by].
/// - What cannot be done is an [AccountException]; nothing has changed then.
/// - A database that does not answer is a `DatabaseUnavailableException`.
public final class Accounts {
    /// Who changes accounts without being one: the command line, and the first start. No account
    /// can be called so.
    public static final String OPERATOR = "(operator)";

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    private static final long CACHED_MAX = 10_000;
    private static final int PAGE_MAX = 100;

    private final Database database;
    private final PasswordHashes hashes;
    private final Clock clock;
    private final List<Departure> departures;
    private final AccountTable table;
    private final PartReader parts;
    private final ExactCache<Account> byName;
    private final ExactCache<String> nameByEmail;
    private final AccountWitness witness;
    private final String actor;

    /// Accounts that nothing else depends on, and whose changes nobody wants to know.
    public Accounts(Database database, PasswordHashes hashes, Clock clock) {
        this(database, hashes, clock, List.of());
    }

    /// Accounts whose changes nobody wants to know.
    ///
    /// @param departures told of each removal, in its transaction
    public Accounts(
            Database database, PasswordHashes hashes, Clock clock, List<Departure> departures) {
        this(database, hashes, clock, departures, AccountWitness.NONE);
    }

    /// As changed by the operator.
    ///
    /// @param departures told of each removal, in its transaction
    /// @param witness told of each change, in its transaction
    public Accounts(
            Database database,
            PasswordHashes hashes,
            Clock clock,
            List<Departure> departures,
            AccountWitness witness) {
        this.departures = List.copyOf(departures);
        this.database = database;
        this.table = new AccountTable();
        this.parts = new PartReader(database);
        this.hashes = hashes;
        this.clock = clock;
        this.byName = database.cache(AccountTable.TOPIC, CACHED_MAX);
        this.nameByEmail = database.cache(AccountTable.EMAIL_TOPIC, CACHED_MAX);
        this.witness = witness;
        this.actor = OPERATOR;
    }

    private Accounts(Accounts same, String actor) {
        this.database = same.database;
        this.table = same.table;
        this.parts = same.parts;
        this.hashes = same.hashes;
        this.clock = same.clock;
        this.byName = same.byName;
        this.nameByEmail = same.nameByEmail;
        this.departures = same.departures;
        this.witness = same.witness;
        this.actor = actor;
    }

    /// The same accounts, as changed by somebody with this name; empty for a stranger.
    public Accounts by(String name) {
        return new Accounts(this, name);
    }

    /// The account of this name; a text that is no name is nobody's.
    public Optional<Account> find(String name) {
        return byName.find(name, this::load);
    }

    /// A text that cannot be a name is not looked for: PostgreSQL knows none with NUL.
    private Optional<Account> load(String name) {
        return AccountName.isOne(name)
                ? database.read(transaction -> table.find(transaction, name))
                : Optional.empty();
    }

    /// The account that `principal` was, and not a namesake of it.
    public Optional<Account> find(Principal.Account principal) {
        return find(principal.name()).filter(account -> account.id() == principal.id());
    }

    /// The account with this number; read from the database.
    public Optional<Account> find(long id) {
        return database.read(transaction -> table.find(transaction, id));
    }

    /// The account that somebody means who types this to log in: a name, or an e-mail address.
    ///
    /// What is not there is in no cache, so an address is looked for as one first.
    public Optional<Account> findByLogin(String login) {
        return findByEmail(login).or(() -> find(login));
    }

    private Optional<Account> findByEmail(String login) {
        if (login.indexOf('@') < 0) {
            return Optional.empty();
        }
        return nameByEmail
                .find(login, this::loadName)
                .flatMap(this::find)
                .filter(account -> account.profile()
                        .email()
                        .filter(email -> email.text().equals(login))
                        .isPresent());
    }

    private Optional<String> loadName(String email) {
        return EmailAddress.isOne(email)
                ? database.read(transaction -> table.findNameByEmail(transaction, email))
                : Optional.empty();
    }

    /// A part of all accounts but the one with the number [Account#FIRST_ID]; by name unless
    /// `listing` says otherwise. Columns go by the names of Harbor's API.
    public Listing.Part<Account> listOthers(Listing listing) {
        return parts.read(listing.where(), listing, new PartReader.Rows<>() {
            @Override
            public long total(Transaction transaction) {
                return table.totalBut(transaction, Account.FIRST_ID, listing);
            }

            @Override
            public Optional<Listing.Part<Account>> part(Transaction transaction, long total) {
                return table.listBut(transaction, Account.FIRST_ID, listing, total);
            }
        });
    }

    /// Whether anybody but the first administrator has an account.
    public boolean hasOthers() {
        var any = new Listing(List.of(), List.of(), 0, 1);
        return database.read(transaction -> table.totalBut(transaction, Account.FIRST_ID, any) > 0);
    }

    /// The administrator with the lowest number; there always is one once the first start is done.
    public Optional<Account> findFirstAdministrator() {
        return database.read(table::findFirstAdministrator);
    }

    /// The hash that takes longest to compare, of those that came from a Harbor and were not
    /// replaced
    /// at a log-in yet.
    public Optional<String> findSlowestImported() {
        return database.read(table::findSlowestImported);
    }

    /// At most 100 accounts whose names come after `after`, in the order of their bytes.
    public List<Account> listAfter(String after) {
        return database.read(transaction -> table.list(transaction, after, PAGE_MAX));
    }

    public Account add(AccountName name, Secret password, boolean administrator)
            throws InterruptedException {
        return add(name, password, administrator, Profile.NONE);
    }

    public Account add(AccountName name, Secret password, boolean administrator, Profile profile)
            throws InterruptedException {
        return insert(name, hash(name, password), administrator, profile);
    }

    private Account insert(AccountName name, String hash, boolean administrator, Profile profile) {
        var added = database.write(transaction -> {
            long id = table.nextId(transaction);
            if (table.find(transaction, name.text()).isPresent()
                    || table.findNameByEmail(transaction, name.text()).isPresent()) {
                throw new AccountException(new AccountError.NameTaken(name));
            }
            requireFree(transaction, profile.email(), id);
            var now = clock.instant();
            var account = new Account(id, name, hash, 1, administrator, profile, now, now);
            table.insert(transaction, account);
            witness.saw(transaction, actor, new AccountChange.Added(id, name.text()));
            return account;
        });
        log.atInfo()
                .addKeyValue("account", name)
                .addKeyValue("administrator", administrator)
                .log("account added");
        return added;
    }

    /// Adds an account with the password that it has elsewhere, which nobody here knows and
    /// no rule was asked about.
    public Account add(ImportedAccount imported) {
        return insert(
                imported.name(),
                imported.passwordHash(),
                imported.administrator(),
                imported.profile());
    }

    /// Stores the hash of the same password anew, unless the account has another one by now.
    ///
    /// What was issued for the password stays worth what it was, and nobody is told: nothing
    /// has changed but how it is kept.
    ///
    /// @return the account with that hash; as it was given if nothing was stored
    public Account storeAnew(Account account, String passwordHash) {
        boolean stored = database.write(
                transaction -> table.replaceHash(transaction, account, passwordHash));
        return stored ? account.withHash(passwordHash) : account;
    }

    /// True if the account with this number is there; it then stays until the transaction
    /// ends. For what must not outlive it.
    public static boolean hold(Transaction transaction, long id) {
        return new AccountTable().hold(transaction, id);
    }

    /// Port: takes an account out of what it belonged to, in the transaction that removes it.
    @FunctionalInterface
    public interface Departure {
        void left(Transaction transaction, long accountId);
    }

    /// Removes the account; its tokens are worth nothing from now on.
    public void remove(AccountName name) {
        remove(transaction -> require(transaction, name));
    }

    /// As [#remove(AccountName)], by number.
    public void remove(long id) {
        remove(transaction -> require(transaction, id));
    }

    private void remove(Database.Work<Account> found) {
        var gone = database.write(transaction -> {
            table.lock(transaction);
            var account = found.run(transaction);
            requireAnotherAdministrator(transaction, account);
            // Whoever gives it something to belong to holds it; so they all are seen next.
            table.exclude(transaction, account.id());
            departures.forEach(departure -> departure.left(transaction, account.id()));
            table.delete(transaction, account);
            var removed = new AccountChange.Removed(account.id(), account.name().text());
            witness.saw(transaction, actor, removed);
            return account;
        });
        log.atInfo().addKeyValue("account", gone.name()).log("account removed");
    }

    /// Makes the account an administrator, or an ordinary account; in force at the next request.
    public void setAdministrator(long id, boolean administrator) {
        var changed = database.write(transaction -> {
            table.lock(transaction);
            var account = require(transaction, id);
            if (!administrator) {
                requireAnotherAdministrator(transaction, account);
            }
            table.updateAdministrator(transaction, account, administrator, clock.instant());
            updated(transaction, account);
            return account;
        });
        log.atInfo()
                .addKeyValue("account", changed.name())
                .addKeyValue("administrator", administrator)
                .log("account promoted or demoted");
    }

    /// Replaces what the account says about its person.
    public void changeProfile(long id, Profile profile) {
        var changed = database.write(transaction -> {
            table.lock(transaction);
            var account = require(transaction, id);
            requireFree(transaction, profile.email(), id);
            table.updateProfile(transaction, account, profile, clock.instant());
            updated(transaction, account);
            return account;
        });
        log.atInfo().addKeyValue("account", changed.name()).log("profile changed");
    }

    /// Replaces the password; the old one and all tokens issued for it are refused from now on.
    public void changePassword(AccountName name, Secret password) throws InterruptedException {
        var hash = hash(name, password);
        database.write(transaction -> {
            var account = require(transaction, name);
            table.updatePassword(transaction, account, hash, clock.instant());
            updated(transaction, account);
            return name;
        });
        log.atInfo().addKeyValue("account", name).log("password changed");
    }

    /// As [#changePassword(AccountName, Secret)], by number, and the password must be another one.
    public void changePassword(long id, Secret password) throws InterruptedException {
        var account = database.read(transaction -> require(transaction, id));
        var hash = otherHash(account, password);
        database.write(transaction -> {
            var now = require(transaction, id);
            table.updatePassword(transaction, now, hash, clock.instant());
            updated(transaction, now);
            return now;
        });
        log.atInfo().addKeyValue("account", account.name()).log("password changed");
    }

    /// Makes the account `admin` if there is none at all.
    ///
    /// @param configured its password; where there is none, a new one is made and returned
    public FirstStart ensureAdministrator(Optional<Secret> configured) throws InterruptedException {
        if (!database.read(table::isEmpty)) {
            return new FirstStart.NotFirst();
        }
        var password = configured.orElseGet(hashes::newPassword);
        var hash = hash(Account.FIRST_NAME, password);
        boolean made = database.write(transaction -> {
            table.lock(transaction);
            if (!table.isEmpty(transaction)) {
                return false;
            }
            var now = clock.instant();
            var first = new Account(
                    Account.FIRST_ID, Account.FIRST_NAME, hash, 1, true, Profile.NONE, now, now);
            table.insert(transaction, first);
            witness.saw(
                    transaction,
                    actor,
                    new AccountChange.Added(Account.FIRST_ID, Account.FIRST_NAME.text()));
            return true;
        });
        if (!made) {
            return new FirstStart.NotFirst();
        }
        log.atInfo().addKeyValue("account", Account.FIRST_NAME).log("first administrator made");
        return configured.isPresent()
                ? new FirstStart.WithConfiguredPassword(Account.FIRST_NAME)
                : new FirstStart.WithNewPassword(Account.FIRST_NAME, password);
    }

    private void updated(Transaction transaction, Account account) {
        witness.saw(
                transaction,
                actor,
                new AccountChange.Updated(account.id(), account.name().text()));
    }

    private Account require(Transaction transaction, AccountName name) {
        return table.find(transaction, name.text())
                .orElseThrow(() -> new AccountException(new AccountError.Unknown(name)));
    }

    private Account require(Transaction transaction, long id) {
        return table.find(transaction, id)
                .orElseThrow(() -> new AccountException(new AccountError.UnknownNumber(id)));
    }

    private void requireAnotherAdministrator(Transaction transaction, Account account) {
        if (account.administrator() && table.administrators(transaction) == 1) {
            throw new AccountException(new AccountError.LastAdministrator(account.name()));
        }
    }

    /// An address may be nobody else's, neither as an address nor as a name: it logs in.
    private void requireFree(Transaction transaction, Optional<EmailAddress> email, long id) {
        if (email.isEmpty()) {
            return;
        }
        var text = email.get().text();
        boolean taken = table.findNameByEmail(transaction, text)
                .or(() -> Optional.of(text))
                .flatMap(name -> table.find(transaction, name))
                .filter(account -> account.id() != id)
                .isPresent();
        if (taken) {
            throw new AccountException(new AccountError.EmailTaken(email.get()));
        }
    }

    private String hash(AccountName name, Secret password) throws InterruptedException {
        requireGood(name, password);
        try (var slot = openSlot()) {
            return slot.hash(password);
        }
    }

    private String otherHash(Account account, Secret password) throws InterruptedException {
        requireGood(account.name(), password);
        try (var slot = openSlot()) {
            if (slot.matches(password, Optional.of(account.passwordHash()))) {
                throw new AccountException(new AccountError.SamePassword());
            }
            return slot.hash(password);
        }
    }

    private static void requireGood(AccountName name, Secret password) {
        PasswordRules.refusal(name.text(), password).ifPresent(refusal -> {
            throw new AccountException(new AccountError.WeakPassword(refusal));
        });
    }

    private PasswordHashes.Slot openSlot() throws InterruptedException {
        return hashes.tryOpen().orElseThrow(() -> new AccountException(new AccountError.Busy()));
    }
}
