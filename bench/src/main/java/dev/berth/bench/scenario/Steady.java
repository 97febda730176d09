package dev.berth.bench.scenario;

import dev.berth.bench.http.Request;
import dev.berth.bench.load.SteadyLoad;
import dev.berth.bench.measure.Meter;
import dev.berth.bench.measure.Sample;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Rounds of a load by time: the same requests, over and over, on a number of connections.
///
/// @param requests formatted anew for each round, so that tokens are fresh
record Steady(Registry registry, int connections, Duration time, Requests requests)
        implements Case.Run {

    /// Formats the requests of a round; they are sent in that order, in circles.
    @FunctionalInterface
    interface Requests {
        List<Request> format() throws IOException;
    }

    static Case.Run run(Plan plan, Registry registry, int connections, Requests requests) {
        return new Steady(registry, connections, plan.steady(), requests);
    }

    @Override
    public Sample sample(int round) throws IOException, InterruptedException {
        List<Request> formatted = List.copyOf(requests.format());
        return Meter.measure(
                registry.process(),
                () -> SteadyLoad.run(
                        registry.endpoint(),
                        connections,
                        time,
                        n -> formatted.get(n % formatted.size())));
    }
}
