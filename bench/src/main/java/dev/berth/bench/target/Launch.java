package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;

import java.io.Closeable;
import java.util.List;
import java.util.Map;

/// How one server is started.
///
/// @param command program and arguments
/// @param environment added to the bench's own
/// @param ready the question that is answered as expected when the server is ready
/// @param readyAt where that question is asked
/// @param afterwards closed when the server is not needed any more
public record Launch(
        List<String> command,
        Map<String, String> environment,
        Endpoint endpoint,
        Endpoint readyAt,
        Request ready,
        Closeable afterwards) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// A server that is ready when it answers `/v2/` with 200.
    static Launch readyOnV2(List<String> command, Endpoint endpoint) {
        var ready = new RequestBuilder(endpoint, "GET", "/v2/").expecting(200);
        return new Launch(command, Map.of(), endpoint, endpoint, ready, () -> {});
    }
}
