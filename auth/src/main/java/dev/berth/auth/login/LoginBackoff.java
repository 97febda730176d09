package dev.berth.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Makes guessing passwords slow.
///
/// *How it works.* Failures are counted for each (name, address) and, more gently, for each
/// address. After a few free ones, each failure doubles the time in which further attempts
/// are refused, up to five minutes for a name and one minute for an address. A success
/// clears the name's count; a name that has logged in from an address within a day is not
/// held up by what others do there, as behind one gateway. Nothing is counted for a name
/// alone, so that nobody can lock somebody else out.
///
/// - An address is an IPv4 address, or the first 64 bits of an IPv6 one: what one guesser has.
/// - Memory is bounded: the counts least used are forgotten, and all after an hour without failure.
final class LoginBackoff {
    private static final int FREE_PER_NAME = 4;
    private static final Duration NAME_DELAY_MAX = Duration.ofMinutes(5);
    private static final int FREE_PER_ADDRESS = 30;
    private static final Duration ADDRESS_DELAY_MAX = Duration.ofMinutes(1);
    private static final int REMEMBERED_MAX = 20_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    private static final Duration WELCOME_FOR = Duration.ofDays(1);
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Clock clock;
    private final Cache<Source, Failures> byName;
    private final Cache<Address, Failures> byAddress;
    private final Cache<Source, Boolean> welcome;

    LoginBackoff(Clock clock) {
        this.clock = clock;
        this.byName = remembered(clock, FORGOTTEN_AFTER);
        this.byAddress = remembered(clock, FORGOTTEN_AFTER);
        this.welcome = remembered(clock, WELCOME_FOR);
    }

    private record Address(long high, long low) {
        static Address of(InetAddress client) {
            var bytes = client.getAddress();
            return client instanceof Inet6Address
                    ? new Address(
                            6, ByteBuffer.wrap(bytes, 0, IPV6_NETWORK_BYTES).getLong())
                    : new Address(4, ByteBuffer.wrap(bytes).getInt());
        }
    }

    private record Source(String name, Address address) {}

    private record Failures(int count, Instant heldUntil) {}

    /// How long this name is refused from this address; empty if it may try.
    Optional<Duration> heldFor(String name, InetAddress client) {
        var address = Address.of(client);
        var source = new Source(name, address);
        var now = clock.instant();
        var byThisName = held(byName.getIfPresent(source), now);
        return byThisName.isPresent() || isWelcome(source)
                ? byThisName
                : held(byAddress.getIfPresent(address), now);
    }

    /// About how many failing (name, address) are remembered.
    long names() {
        return byName.estimatedSize();
    }

    /// About how many addresses with failures are remembered.
    long addresses() {
        return byAddress.estimatedSize();
    }

    void failed(String name, InetAddress client) {
        var address = Address.of(client);
        var source = new Source(name, address);
        count(byName, source, FREE_PER_NAME, NAME_DELAY_MAX);
        count(byAddress, address, FREE_PER_ADDRESS, ADDRESS_DELAY_MAX);
    }

    void succeeded(String name, InetAddress client) {
        var source = new Source(name, Address.of(client));
        byName.invalidate(source);
        if (!isWelcome(source)) {
            welcome.put(source, true);
        }
    }

    private boolean isWelcome(Source source) {
        return welcome.getIfPresent(source) != null;
    }

    private <K> void count(Cache<K, Failures> counters, K key, int free, Duration delayMax) {
        counters.asMap().compute(key, (_, earlier) -> {
            int count = earlier == null ? 1 : earlier.count() + 1;
            return new Failures(count, clock.instant().plus(delay(count - free, delayMax)));
        });
    }

    /// One second for the first failure that counts, doubled for each further one.
    private static Duration delay(int counted, Duration delayMax) {
        if (counted <= 0) {
            return Duration.ZERO;
        }
        var delay = Duration.ofSeconds(1L << Math.min(counted - 1, 30));
        return delay.compareTo(delayMax) < 0 ? delay : delayMax;
    }

    private static Optional<Duration> held(@Nullable Failures failures, Instant now) {
        return failures != null && failures.heldUntil().isAfter(now)
                ? Optional.of(Duration.between(now, failures.heldUntil()))
                : Optional.empty();
    }

    private static <K, V> Cache<K, V> remembered(Clock clock, Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(time)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }
}
