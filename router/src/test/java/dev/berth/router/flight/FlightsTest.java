package dev.berth.router.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.telemetry.RequestContext;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FlightsTest {
    private static final long WAIT_SECONDS = 20;

    private final Flights<String, String> flights = new Flights<>(Flights.Listener.NONE);

    @Test
    void a_flight_knows_the_request_that_began_it() throws Exception {
        var context = new RequestContext("a-request", Optional.empty());
        var seen = new CompletableFuture<Optional<RequestContext>>();

        RequestContext.during(
                () -> context,
                () -> flights.launch("key", () -> {
                    seen.complete(RequestContext.current());
                    return "";
                }));

        assertThat(seen.get(WAIT_SECONDS, TimeUnit.SECONDS)).hasValue(context);
    }
}
