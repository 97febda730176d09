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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Asks Harbor which projects a caller may read, and remembers it for a while.
///
/// How it works: Harbor's token service is asked with the caller's own name and password for a
/// token for every project; what the token allows is the answer. It is kept under a keyed hash of
/// name and password, for `verdictTtl`, and used for `verdictGrace` more only while Harbor gives no
/// answer. A refusal is kept for [#REFUSAL_TTL], so that a client with an old password does not
/// lock its account.
final class ValidatedCallers implements Callers {
    private static final Logger log = LoggerFactory.getLogger(ValidatedCallers.class);
    private static final Duration REFUSAL_TTL = Duration.ofSeconds(10);
    private static final int VERDICTS_MAX = 50_000;

    /// Credentials that Harbor is asked about at one time.
    private static final int QUESTIONS_MAX = 32;

    private static final Duration QUESTION_WAIT = Duration.ofSeconds(20);

    private final AccessSettings settings;
    private final Harbor harbor;
    private final KnownProjects projects;
    private final RouterMetrics metrics;
    private final LongSupplier nanoTime;
    private final KeyedHash hash = KeyedHash.random();
    private final Semaphore questions = new Semaphore(QUESTIONS_MAX);
    private final Flights<Fingerprint, Optional<Verdict>> flights = new Flights<>(() -> {});
    private final Cache<Fingerprint, Verdict> verdicts;

    ValidatedCallers(
            AccessSettings settings,
            Harbor harbor,
            KnownProjects projects,
            RouterMetrics metrics,
            LongSupplier nanoTime) {
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
    /// @param readable empty if it does not know it
    /// @param version of the list of projects that it was asked about
    private record Verdict(Optional<Candidates> readable, long version, long nanos) {}

    @Override
    public Access admit(Authorization authorization) throws IOException, InterruptedException {
        return switch (authorization) {
            case Authorization.None _ -> nobody();
            case Authorization.Bearer _, Authorization.Unusable _ ->
                throw Callers.wrongCredentials();
            case Authorization.Basic basic -> admit(basic);
        };
    }

    private Access nobody() {
        if (settings.mode() != AccessSettings.Mode.ANONYMOUS) {
            throw Callers.loginNeeded();
        }
        return new Access("", projects.open());
    }

    private Access admit(Authorization.Basic basic) throws IOException, InterruptedException {
        var name = hash.of(basic.name(), basic.password().reveal());
        var known = Optional.ofNullable(verdicts.getIfPresent(name));
        var verdict = known.filter(this::isFresh);
        if (verdict.isEmpty()) {
            verdict = flights.join(
                            name,
                            () -> ask(
                                    name,
                                    new Credential(Secret.of(basic.name()), basic.password())),
                            QUESTION_WAIT)
                    .flatMap(answer -> answer)
                    .or(() -> known.filter(old -> old.readable().isPresent()));
        }
        var readable = verdict.orElseThrow(
                        () -> new IOException("Harbor cannot be asked who this is"))
                .readable()
                .orElseThrow(Callers::wrongCredentials);
        return new Access(basic.name(), readable);
    }

    private boolean isFresh(Verdict verdict) {
        var ttl = verdict.readable().isPresent() ? settings.verdictTtl() : REFUSAL_TTL;
        return verdict.version() == projects.version()
                && nanoTime.getAsLong() - verdict.nanos() < ttl.toNanos();
    }

    /// Empty if Harbor gives no answer.
    private Optional<Verdict> ask(Fingerprint name, Credential caller) throws InterruptedException {
        questions.acquire();
        try {
            long version = projects.version();
            var all = projects.all();
            var readable = readable(caller, all);
            var candidates =
                    readable.map(names -> all.narrowed(project -> names.contains(project.name())));
            var verdict = new Verdict(candidates, version, nanoTime.getAsLong());
            verdicts.put(name, verdict);
            metrics.verdict(readable.isPresent() ? "known" : "refused");
            return Optional.of(verdict);
        } catch (HarborException e) {
            metrics.verdict("unanswered");
            log.atWarn().addKeyValue("error", e.getMessage()).log("a caller cannot be validated");
            return Optional.empty();
        } finally {
            questions.release();
        }
    }

    private Optional<Set<String>> readable(Credential caller, Candidates all)
            throws HarborException, InterruptedException {
        try {
            var names = all.projects().stream().map(Project::name).toList();
            return Optional.of(harbor.readable(caller, names));
        } catch (HarborException e) {
            if (e.isCredentialRefused()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
