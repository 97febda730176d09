package dev.berth.auth.login;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What has come of logins so far, and what is remembered of them now; for metrics.
///
/// Totals only grow. Any thread may ask.
public final class LoginCounts {
    private final LoginBackoff backoff;
    private final LongSupplier passwords;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder acceptedByMemory = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder heldUp = new LongAdder();
    private final LongAdder busy = new LongAdder();

    LoginCounts(LoginBackoff backoff, LongSupplier passwords) {
        this.backoff = backoff;
        this.passwords = passwords;
    }

    void count(LoginOutcome outcome) {
        var total = switch (outcome) {
            case LoginOutcome.Accepted _ -> accepted;
            case LoginOutcome.Refused _ -> refused;
            case LoginOutcome.HeldUp _ -> heldUp;
            case LoginOutcome.Busy _ -> busy;
        };
        total.increment();
    }

    void rememberedUsed() {
        acceptedByMemory.increment();
    }

    public long accepted() {
        return accepted.sum();
    }

    /// Those of [#accepted] that cost no hashing.
    public long acceptedByMemory() {
        return acceptedByMemory.sum();
    }

    public long refused() {
        return refused.sum();
    }

    /// Put off because of earlier failures.
    public long heldUp() {
        return heldUp.sum();
    }

    /// Put off because too many passwords were hashed at the time.
    public long busy() {
        return busy.sum();
    }

    /// How many right passwords are remembered.
    public long rememberedPasswords() {
        return passwords.getAsLong();
    }

    /// How many (name, address) with failures are remembered.
    public long failingNames() {
        return backoff.names();
    }

    /// How many addresses with failures are remembered.
    public long failingAddresses() {
        return backoff.addresses();
    }
}
