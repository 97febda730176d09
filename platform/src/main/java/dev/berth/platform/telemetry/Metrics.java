package dev.berth.platform.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The one door to metrics; what is registered here appears at `/metrics`.
///
/// - Names are `<module>.<thing>.<unit>`, such as `registry.pulled.bytes` or
///   `http.request.seconds`; Prometheus sees `berth_registry_pulled_bytes_total`. Units are
///   plural: `bytes`, `seconds`, `entries`, `requests`.
/// - The same name twice gives the same metric.
/// - The state of the JVM and the process is registered when first asked for, which keeps
///   starting quick.
/// - Any thread may call everything.
public final class Metrics implements AutoCloseable {
    private static final String NAME = "[a-z][a-z0-9]*(\\.[a-z][a-z0-9-]*){2,}";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private static final String FOREIGN_NAME = "[a-z][a-z0-9]*(\\.[a-z][a-z0-9-]*)*";

    private final PrometheusMeterRegistry registry;
    private final String program;
    private final String name;

    /// Totals that are kept elsewhere: the library holds them weakly.
    private final Queue<LongSupplier> totals = new ConcurrentLinkedQueue<>();

    private final Queue<Runnable> tables;

    /// Held by one who writes: the rows of tables are taken away and made anew.
    private final ReentrantLock writing = new ReentrantLock();

    private final AtomicReference<@Nullable ProcessMetrics> process = new AtomicReference<>();

    public Metrics() {
        this(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                "berth",
                NAME,
                new ConcurrentLinkedQueue<>());
    }

    private Metrics(
            PrometheusMeterRegistry registry, String program, String name, Queue<Runnable> tables) {
        this.registry = registry;
        this.tables = tables;
        this.program = program;
        this.name = name;
    }

    /// The names of another program that Berth stands in for: what is registered there as
    /// `requests` appears beside ours as `<program>_requests_total`. Lives as long as this.
    public Metrics of(String foreignProgram) {
        return new Metrics(registry, foreignProgram, FOREIGN_NAME, tables);
    }

    public Counter counter(String name, String help) {
        return counter(name, help, Tags.empty());
    }

    /// One counter per combination of values for `labels`.
    public Labelled<Counter> counters(String name, String help, String... labels) {
        var names = List.of(labels);
        return new Labelled<>(names, values -> counter(name, help, tags(names, values)));
    }

    /// A counter whose total is kept by someone else and never falls.
    ///
    /// @param labelsAndValues names and values in turn
    public void counter(String name, String help, LongSupplier total, String... labelsAndValues) {
        totals.add(total);
        FunctionCounter.builder(full(name), total, LongSupplier::getAsLong)
                .description(help)
                .tags(labelsAndValues)
                .register(registry);
    }

    public Timer timer(String name, String help) {
        return timer(name, help, Tags.empty());
    }

    /// One timer per combination of values for `labels`.
    public Labelled<Timer> timers(String name, String help, String... labels) {
        var names = List.of(labels);
        return new Labelled<>(names, values -> timer(name, help, tags(names, values)));
    }

    /// A value that is asked for when metrics are read; must answer at once.
    ///
    /// @param labelsAndValues names and values in turn
    public void gauge(String name, String help, DoubleSupplier value, String... labelsAndValues) {
        Gauge.builder(full(name), value::getAsDouble)
                .description(help)
                .tags(labelsAndValues)
                .register(registry);
    }

    /// How large something was each time, in buckets up to these sizes, which grow.
    public Sizes sizes(String name, String help, double... buckets) {
        var summary = DistributionSummary.builder(full(name))
                .description(help)
                .serviceLevelObjectives(buckets)
                .register(registry);
        return summary::record;
    }

    /// Values by a label whose words come and go; asked for each time metrics are read.
    ///
    /// Whoever gives them bounds their number: each is a series.
    public void table(
            String name, String help, String label, Supplier<? extends Map<String, Long>> rows) {
        var gauge = MultiGauge.builder(full(name)).description(help).register(registry);
        tables.add(() -> gauge.register(
                rows.get().entrySet().stream()
                        .<MultiGauge.Row<?>>map(row ->
                                MultiGauge.Row.of(Tags.of(label, row.getKey()), row.getValue()))
                        .toList(),
                true));
    }

    /// Writes all metrics in the Prometheus text format; one after the other, so `out` must
    /// not wait for anybody.
    public void write(OutputStream out) throws IOException {
        if (process.get() == null) {
            registerProcess();
        }
        writing.lock();
        try {
            tables.forEach(Runnable::run);
            registry.scrape(out);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        var registered = process.get();
        if (registered != null) {
            registered.close();
        }
        registry.close();
    }

    private void registerProcess() {
        var metrics = new ProcessMetrics();
        if (process.compareAndSet(null, metrics)) {
            metrics.bindTo(registry);
        }
    }

    private Counter counter(String name, String help, Tags tags) {
        var counter = io.micrometer.core.instrument.Counter.builder(full(name))
                .description(help)
                .tags(tags)
                .register(registry);
        return counter::increment;
    }

    private Timer timer(String name, String help, Tags tags) {
        var timer = io.micrometer.core.instrument.Timer.builder(full(name))
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private String full(String metric) {
        if (!metric.matches(name)) {
            throw new IllegalArgumentException("not <module>.<thing>.<unit>: " + metric);
        }
        return program + "." + metric;
    }

    private static Tags tags(List<String> names, List<String> values) {
        var tags = new ArrayList<Tag>();
        for (int i = 0; i < names.size(); i++) {
            tags.add(Tag.of(names.get(i), values.get(i)));
        }
        return Tags.of(tags);
    }
}
