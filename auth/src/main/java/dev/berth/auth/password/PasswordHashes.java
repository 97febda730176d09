package dev.berth.auth.password;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

import dev.berth.platform.config.Secret;
import dev.berth.platform.waiting.Waits;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Argon2id hashes of passwords, a few at a time.
///
/// - Shape of a hash: `$argon2id$v=19$m=<KiB>,t=<passes>,p=1$<salt>$<hash>`, so that the
///   cost can rise later and old hashes still verify. A [HarborHash] verifies, too.
/// - What [#isDated] is to be made anew when its password is known for a moment.
/// - Hashing is slow and large on purpose (19 MiB, about 0.1 s of a core). It needs a
///   [Slot], and there are few: logins cannot take all memory or all cores from pulls.
public final class PasswordHashes {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Cost cost;
    private final int turnsMax;
    private final Semaphore slots;
    private final Duration waitMax;
    private final SecureRandom random = new SecureRandom();
    private final String decoy;
    private final LongAdder slowComparisons = new LongAdder();

    /// @param slots how many passwords are hashed at a time
    /// @param waitMax how long a caller waits for its turn
    public PasswordHashes(Cost cost, int slots, Duration waitMax) {
        this.cost = cost;
        this.turnsMax = slots;
        this.slots = new Semaphore(slots, true);
        this.waitMax = waitMax;
        this.decoy = decoy();
    }

    /// The recommended cost on half of the cores.
    public static PasswordHashes standard() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new PasswordHashes(Cost.RECOMMENDED, Math.max(1, cores / 2), WAIT_MAX);
    }

    /// What one hash costs.
    public record Cost(int memoryKibibytes, int passes) {
        public static final Cost RECOMMENDED = new Cost(19 * 1024, 2);
    }

    /// Waits for a turn; empty if none came in time.
    public Optional<Slot> tryOpen() throws InterruptedException {
        Waits.begin();
        return slots.tryAcquire(waitMax.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(new Slot())
                : Optional.empty();
    }

    /// How many turns are taken now, of [#turnsMax].
    public int turnsTaken() {
        return turnsMax - slots.availablePermits();
    }

    /// Comparisons with hashes of Harbor's so far.
    public long slowComparisons() {
        return slowComparisons.sum();
    }

    /// How many turns there are at a time.
    public int turnsMax() {
        return turnsMax;
    }

    /// About how many callers wait for a turn now.
    public int waiting() {
        return slots.getQueueLength();
    }

    /// A turn at hashing; one thread, and closed soon.
    public final class Slot implements AutoCloseable {
        private Slot() {}

        public String hash(Secret password) {
            return PasswordHashes.this.hash(password);
        }

        /// True if `hash` was made from `password`. An absent hash is never matched, and
        /// takes as long as one that is there. One of Harbor's takes no less, see
        /// [#refuseAs]: a quick refusal would tell that there is such an account.
        public boolean matches(Secret password, Optional<String> hash) {
            var ofHarbor = hash.flatMap(HarborHash::parse);
            var expected = ofHarbor.isPresent() ? decoy : hash.orElse(decoy);
            boolean matches =
                    Argon2Function.getInstanceFromHash(expected).check(password.reveal(), expected);
            return ofHarbor.isPresent()
                    ? compare(ofHarbor.get(), password)
                    : matches && hash.isPresent();
        }

        /// Takes as long as comparing with `slowest` takes, if nothing in `compared` did:
        /// a refusal that is quicker, or slower, than others would tell whose hash came
        /// from a Harbor.
        public void refuseAs(String slowest, List<String> compared, Secret password) {
            HarborHash.parse(slowest)
                    .filter(hash -> compared.stream()
                            .flatMap(text -> HarborHash.parse(text).stream())
                            .noneMatch(hash::costs))
                    .ifPresent(hash -> compare(hash, password));
        }

        private boolean compare(HarborHash hash, Secret password) {
            slowComparisons.increment();
            return hash.matches(password);
        }

        @Override
        public void close() {
            slots.release();
        }
    }

    /// True for a hash that is not of the kind and cost that new ones are.
    public boolean isDated(String hash) {
        return !hash.startsWith(prefix());
    }

    private String prefix() {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$"
                .formatted(cost.memoryKibibytes(), cost.passes(), LANES);
    }

    /// A password of 128 random bits that can be typed.
    public Secret newPassword() {
        return Secret.of(newText());
    }

    private String newText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(newBytes());
    }

    private byte[] newBytes() {
        var bytes = new byte[SALT_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Looks like a hash, was made from no password, and costs the same to compare.
    private String decoy() {
        var encoder = Base64.getEncoder().withoutPadding();
        var hash = new byte[HASH_BYTES];
        random.nextBytes(hash);
        return prefix() + encoder.encodeToString(newBytes()) + "$" + encoder.encodeToString(hash);
    }

    private String hash(Secret password) {
        var argon2id = Argon2Function.getInstance(
                cost.memoryKibibytes(), cost.passes(), LANES, HASH_BYTES, Argon2.ID);
        return argon2id.hash(password.reveal().getBytes(StandardCharsets.UTF_8), newBytes())
                .getResult();
    }
}
