package dev.berth.auth.password;

import com.password4j.BadParametersException;
import com.password4j.BcryptFunction;

import dev.berth.platform.config.LiveFile;
import dev.berth.platform.config.Secret;
import dev.berth.platform.waiting.Waits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Accounts in a file of the form that `htpasswd -B` writes: `name:$2y$…` on each line.
///
/// - Only bcrypt is understood; any other line is a mistake.
/// - Read again when it changed, as [LiveFile] does. What cannot be read then is logged, and the
///   accounts stay what they were.
/// - Thread-safe.
public final class HtpasswdFile {
    private static final Duration TURN_WAIT = Duration.ofSeconds(5);
    private static final int TURNS_MAX =
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /// Where a hash has its cost, in two digits: `$2y$05$…`.
    private static final int COST_AT = 4;

    /// What `htpasswd -B` makes unless it is told otherwise.
    private static final String USUAL_COST = "05";

    private final Semaphore turns = new Semaphore(TURNS_MAX, true);
    private final LiveFile<Accounts> accounts;

    private HtpasswdFile(LiveFile<Accounts> accounts) {
        this.accounts = accounts;
    }

    /// @param decoy stands in for the hash of a name that is not there
    private record Accounts(Map<String, String> hashes, String decoy, FileTime modified) {}

    /// What came of comparing a password.
    public enum Check {
        RIGHT,
        WRONG,
        /// Too many are being compared.
        BUSY
    }

    /// Reads the file.
    ///
    /// @throws IOException if it cannot be read, naming the line that is wrong
    public static HtpasswdFile open(Path file) throws IOException {
        return open(file, System::nanoTime);
    }

    /// @param nanoTime as `System::nanoTime`
    static HtpasswdFile open(Path file, LongSupplier nanoTime) throws IOException {
        return new HtpasswdFile(
                new LiveFile<>(file, read(file), HtpasswdFile::readAgain, nanoTime));
    }

    private static Optional<Accounts> readAgain(Path file, Accounts known) throws IOException {
        return Files.getLastModifiedTime(file).equals(known.modified())
                ? Optional.empty()
                : Optional.of(read(file));
    }

    private static Accounts read(Path file) throws IOException {
        var modified = Files.getLastModifiedTime(file);
        var hashes = new HashMap<String, String>();
        int number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            var hash = line.substring(colon + 1).strip();
            if (colon < 1 || !hash.matches("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
                throw new IOException(
                        "%s:%d is no name with a bcrypt hash; write it with htpasswd -B"
                                .formatted(file, number));
            }
            hashes.put(line.substring(0, colon), hash);
        }
        return new Accounts(Map.copyOf(hashes), decoyLike(hashes.values()), modified);
    }

    /// Of no password, and as slow to compare as the slowest of these: an unknown name must
    /// not be told from a known one by the time.
    private static String decoyLike(Collection<String> hashes) {
        var cost = hashes.stream()
                .map(hash -> hash.substring(COST_AT, COST_AT + 2))
                .max(Comparator.naturalOrder())
                .orElse(USUAL_COST);
        return "$2y$" + cost + "$abcdefghijklmnopqrstuu5Lo0g67CiD3M4RpN1BmBb4Crp5w7dbK";
    }

    /// The hash of an account.
    public Optional<String> find(String name) {
        return Optional.ofNullable(accounts.current().hashes().get(name));
    }

    /// What a password is compared with that is of an unknown name.
    String decoy() {
        return accounts.current().decoy();
    }

    /// Compares a password with the hash of an account, or with none that is as slow.
    public Check check(Secret password, Optional<String> hash) throws InterruptedException {
        Waits.begin();
        if (!turns.tryAcquire(TURN_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            return Check.BUSY;
        }
        try {
            var expected = hash.orElseGet(this::decoy);
            boolean matches =
                    BcryptFunction.getInstanceFromHash(expected).check(password.reveal(), expected);
            return matches && hash.isPresent() ? Check.RIGHT : Check.WRONG;
        } catch (BadParametersException e) {
            return Check.WRONG;
        } finally {
            turns.release();
        }
    }
}
