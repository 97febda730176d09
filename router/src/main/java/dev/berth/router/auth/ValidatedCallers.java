package dev.berth.router.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.auth.KeyedHash;
import dev.berth.auth.KeyedHash.Fingerprint;
import dev.berth.auth.http.Authorization;
import dev.berth.platform.config.Secret;
import dev.berth.router.flight.Flights;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Credential;
import dev.berth.router.project.Harbor;
import dev.berth.router.project.HarborException;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.Candidates;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Asks Harbor what a caller may read, and remembers it for a while.
///
/// How it works: Harbor's token service is asked with the caller's own name and password for a
/// token for every project; what the token allows is the answer. It is kept under a keyed hash of
/// name and password, for `verdictTtl`, and used for `verdictGrace` more only while Harbor gives no
/// answer, or takes longer than [#KNOWN_WAIT] for one. A token of the caller's is shown to
/// Harbor: if it is one of its own, the repositories that it names may be read, until it ends. A
/// refusal is kept for [#REFUSAL_TTL], so that a client with an old password does not lock its
/// account.
final class ValidatedCallers implements Callers.ByCredential {
    private static final Logger log = LoggerFactory.getLogger(ValidatedCallers.class);
    private static final Duration REFUSAL_TTL = Duration.ofSeconds(10);
    private static final int VERDICTS_MAX = 50_000;

    /// Credentials that Harbor is asked about at one time.
    private static final int QUESTIONS_MAX = 32;

    /// For leave to ask; who gets none is told to come again.
    private static final Duration TURN_WAIT = Duration.ofSeconds(5);

    private static final Duration QUESTION_WAIT = Duration.ofSeconds(20);

    /// For the answer about a caller who was known a moment ago.
    private static final Duration KNOWN_WAIT = Duration.ofSeconds(2);

    private final AccessSettings settings;
    private final Harbor harbor;
    private final KnownProjects projects;
    private final RouterMetrics metrics;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final KeyedHash hash = KeyedHash.random();
    private final Semaphore questions = new Semaphore(QUESTIONS_MAX);
    private final Flights<Fingerprint, Optional<Verdict>> flights =
            new Flights<>(Flights.Listener.NONE);
    private final Cache<Fingerprint, Verdict> verdicts;

    ValidatedCallers(
            AccessSettings settings,
            Harbor harbor,
            KnownProjects projects,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this.clock = clock;
        this.settings = settings;
        this.harbor = harbor;
        this.projects = projects;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.verdicts = Caffeine.newBuilder()
                .ticker(nanoTime::getAsLong)
                .maximumSize(VERDICTS_MAX)
                .expireAfterWrite(settings.verdictTtl().plus(settings.verdictGrace()))
                .build();
    }

    /// What Harbor said about a credential.
    ///
    /// @param access empty if it does not know it
    /// @param version of the list of projects that it was asked about
    /// @param ends when it counts no longer, whatever happens
    private record Verdict(Optional<Access> access, long version, long nanos, Instant ends) {}

    /// Asks Harbor about one credential; empty if it does not know it.
    @FunctionalInterface
    private interface Inquiry {
        Optional<Granted> ask(Candidates all) throws HarborException, InterruptedException;
    }

    private record Granted(Access access, Instant ends) {}

    @Override
    public Access admit(Authorization authorization) throws IOException, InterruptedException {
        return switch (authorization) {
            case Authorization.None _ -> nobody();
            case Authorization.Unusable _ -> throw Callers.wrongCredentials();
            case Authorization.Bearer(var token) ->
                admit(hash.of("token", token.reveal()), all -> ask(token, all));
            case Authorization.Basic basic ->
                admit(
                        hash.of("password", basic.name(), basic.password().reveal()),
                        all -> ask(basic, all));
        };
    }

    private Access nobody() {
        if (settings.mode() != AccessSettings.Mode.ANONYMOUS) {
            throw Callers.loginNeeded();
        }
        return new Access("", projects.open());
    }

    private Access admit(Fingerprint name, Inquiry inquiry)
            throws IOException, InterruptedException {
        var known = known(name);
        var verdict = known.filter(this::isFresh);
        if (verdict.isEmpty()) {
            var old = known.filter(each -> each.access().isPresent());
            var wait = old.isPresent() ? KNOWN_WAIT : QUESTION_WAIT;
            verdict = flights.join(name, () -> ask(name, inquiry), wait)
                    .flatMap(answer -> answer)
                    .or(() -> old);
        }
        return verdict.orElseThrow(() -> new IOException("Harbor cannot be asked who this is"))
                .access()
                .orElseThrow(Callers::wrongCredentials);
    }

    private Optional<Verdict> known(Fingerprint name) {
        return Optional.ofNullable(verdicts.getIfPresent(name))
                .filter(verdict -> verdict.ends().isAfter(clock.instant()));
    }

    private boolean isFresh(Verdict verdict) {
        var ttl = verdict.access().isPresent() ? settings.verdictTtl() : REFUSAL_TTL;
        return verdict.version() == projects.version()
                && nanoTime.getAsLong() - verdict.nanos() < ttl.toNanos();
    }

    /// Empty if Harbor gives no answer, or too many are asked about.
    private Optional<Verdict> ask(Fingerprint name, Inquiry inquiry) throws InterruptedException {
        if (!questions.tryAcquire(TURN_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
            metrics.verdict("crowded");
            log.atWarn().log("a caller cannot be validated, because too many are");
            return Optional.empty();
        }
        try {
            var meanwhile = known(name).filter(this::isFresh);
            if (meanwhile.isPresent()) {
                return meanwhile; // By a flight that landed while this one got ready.
            }
            long version = projects.version();
            var all = projects.all();
            var granted = granted(inquiry, all);
            var verdict = new Verdict(
                    granted.map(Granted::access),
                    version,
                    nanoTime.getAsLong(),
                    granted.map(Granted::ends).orElse(Instant.MAX));
            verdicts.put(name, verdict);
            metrics.verdict(granted.isPresent() ? "known" : "refused");
            return Optional.of(verdict);
        } catch (HarborException e) {
            metrics.verdict("unanswered");
            log.atWarn().addKeyValue("error", e.getMessage()).log("a caller cannot be validated");
            return Optional.empty();
        } finally {
            questions.release();
        }
    }

    private Optional<Granted> ask(Authorization.Basic basic, Candidates all)
            throws HarborException, InterruptedException {
        var names = all.projects().stream().map(Project::name).toList();
        var caller = new Credential(Secret.of(basic.name()), basic.password());
        var readable = harbor.readable(caller, names);
        var access = new Access(
                basic.name(), all.narrowed(project -> readable.contains(project.name())));
        return Optional.of(new Granted(access, Instant.MAX));
    }

    private Optional<Granted> ask(Secret token, Candidates all)
            throws HarborException, InterruptedException {
        var holder = harbor.holder(token);
        var projects = holder.repositories().stream()
                .map(name -> name.split("/", 2)[0])
                .collect(Collectors.toSet());
        var access = new Access(
                holder.subject(),
                all.narrowed(project -> projects.contains(project.name())),
                Optional.of(holder.repositories()));
        return holder.ends().isAfter(clock.instant())
                ? Optional.of(new Granted(access, holder.ends()))
                : Optional.empty();
    }

    private static Optional<Granted> granted(Inquiry inquiry, Candidates all)
            throws HarborException, InterruptedException {
        try {
            return inquiry.ask(all);
        } catch (HarborException e) {
            if (e.isCredentialRefused()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
