package dev.berth.router.auth;

import dev.berth.auth.password.HtpasswdFile;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;
import dev.berth.platform.waiting.Waits;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Harbor;
import dev.berth.router.project.Projects;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Lets callers in who may read projects, and tells the handler which.
public final class CallerGuard implements Guard<Access> {
    private static final Logger log = LoggerFactory.getLogger(CallerGuard.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Callers callers;
    private final ClientRates rates;
    private final RouterMetrics metrics;

    private CallerGuard(Callers callers, ClientRates rates, RouterMetrics metrics) {
        this.callers = callers;
        this.rates = rates;
        this.metrics = metrics;
    }

    /// The guard of the mode that is set.
    ///
    /// @throws IOException if the file of accounts cannot be read
    public static CallerGuard open(
            AccessSettings settings,
            Harbor harbor,
            Projects projects,
            RouterMetrics metrics,
            Clock clock,
            LongSupplier nanoTime)
            throws IOException {
        var known = new KnownProjects(projects);
        var callers = switch (settings.mode()) {
            case VALIDATE, ANONYMOUS ->
                Callers.by(new ValidatedCallers(settings, harbor, known, metrics, clock, nanoTime));
            case ACCOUNTS ->
                Callers.by(new AccountCallers(
                        HtpasswdFile.open(settings.accounts().orElseThrow()), known));
            case CERTIFICATE -> new CertificateCallers(known);
            case PRESENCE -> {
                log.atWarn()
                        .log("callers are not authenticated: whoever sends any Authorization reads"
                                + " whatever the router's account may; let nobody reach this but an"
                                + " authenticating proxy");
                yield Callers.by(new PresentCallers(known));
            }
        };
        var rates = new ClientRates(settings.requestsPerSecond(), nanoTime);
        return new CallerGuard(callers, rates, metrics);
    }

    @Override
    public String permission() {
        return "pull";
    }

    @Override
    public Access admit(Request request) throws IOException, InterruptedException {
        if (rates.isLimited()) {
            Waits.begin(); // What is begun anew must not count twice.
        }
        if (!rates.mayCall(request.client())) {
            metrics.rateLimited();
            log.atDebug()
                    .addKeyValue("client_ip", request.client().getHostAddress())
                    .log("rate_limit");
            throw new OciException(new OciError.TooManyRequests(RETRY_AFTER));
        }
        var access = callers.admit(request);
        request.identified(access.subject());
        return access;
    }
}
