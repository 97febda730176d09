package dev.berth.bench.measure;

/// What is measured. A figure's values all have its unit.
public enum Figure {
    REQUESTS_PER_CPU_SECOND("requests/CPU-s", Better.MORE),
    MEBIBYTES_PER_CPU_SECOND("MiB/CPU-s", Better.MORE),
    REQUESTS_PER_SECOND("requests/s", Better.MORE),
    MEBIBYTES_PER_SECOND("MiB/s", Better.MORE),
    CPU_MICROS_PER_REQUEST("CPU µs/request", Better.LESS),
    /// Of one question about a right, with warm caches.
    CPU_MICROS_PER_CHECK("CPU µs/check", Better.LESS),
    SECONDS("s", Better.LESS),
    P50_MILLIS("p50 ms", Better.LESS),
    P90_MILLIS("p90 ms", Better.LESS),
    P95_MILLIS("p95 ms", Better.LESS),
    P99_MILLIS("p99 ms", Better.LESS),
    P999_MILLIS("p99.9 ms", Better.LESS),
    /// Mean time of the last tenth of the work by that of the first tenth.
    GROWTH("× growth", Better.LESS),
    PEAK_MEBIBYTES("peak MiB", Better.LESS),
    /// Resident memory at the end of the load by that before it.
    MEMORY_GROWTH("× memory", Better.LESS),
    WRITTEN_MEBIBYTES("written MiB", Better.LESS),
    FIRST_ANSWER_MILLIS("first answer ms", Better.LESS),
    READY_MILLIS("ready ms", Better.LESS),
    /// Work that a server said it had done before it was killed.
    ACKNOWLEDGED("acknowledged", Better.MORE),
    /// Acknowledged work that was not there afterwards.
    LOST("lost", Better.LESS),
    RESENT_MEBIBYTES("sent again MiB", Better.LESS),
    /// Requests that reached Harbor by those of clients.
    UPSTREAM_PER_REQUEST("upstream/request", Better.LESS),
    /// Requests for one manifest that reached Harbor, by the number of its projects.
    UPSTREAM_PER_PROJECT("upstream/project", Better.LESS),
    /// How often all projects were asked again, by how often something known grew old.
    REFRESHES_PER_TTL("refreshes/TTL", Better.LESS),
    /// 99th percentile with a fault, less that without.
    ADDED_P99_MILLIS("added p99 ms", Better.LESS),
    /// Connections that reached Harbor.
    UPSTREAM_CONNECTIONS("upstream connections", Better.LESS),
    OPEN_FILES("open files", Better.LESS),
    /// Processor time of the load generator by wall time; above 0.9 it may be the limit.
    LOAD_UTILISATION("load CPU", Better.LESS),
    /// Processor time of the server by wall time.
    SERVER_UTILISATION("server CPU", Better.LESS);

    /// Which way is up.
    public enum Better {
        MORE,
        LESS
    }

    private final String unit;
    private final Better better;

    Figure(String unit, Better better) {
        this.unit = unit;
        this.better = better;
    }

    public String unit() {
        return unit;
    }

    public Better better() {
        return better;
    }
}
