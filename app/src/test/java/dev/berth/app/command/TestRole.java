package dev.berth.app.command;

import dev.berth.app.role.Role;
import dev.berth.app.role.Serving;
import dev.berth.app.role.Telemetry;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;
import dev.berth.platform.lifecycle.Drain;
import dev.berth.platform.lifecycle.HealthCheck;
import dev.berth.platform.lifecycle.Resources;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A role with two settings that opens two things and notes what happens to them.
final class TestRole implements Role<TestRole.Berths> {
    private static final Setting<Integer> BERTHS =
            new Setting<>("port.berths", Kind.integer(1, 9), "3", "How many ships fit.");
    private static final Setting<Optional<Secret>> PASSWORD =
            new Setting<>("port.password", Kind.secret(), "", "The word at the gate.");

    final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final Failure failure;
    volatile Optional<String> trouble = Optional.empty();
    volatile boolean administratorMade;
    volatile Runnable whenAdministratorIsMade = () -> {};

    TestRole() {
        this(() -> {});
    }

    private TestRole(Failure failure) {
        this.failure = failure;
    }

    static TestRole failing(Failure failure) {
        return new TestRole(failure);
    }

    /// What goes wrong half-way through the start.
    @FunctionalInterface
    interface Failure {
        void occur() throws IOException;
    }

    record Berths(int count, Optional<Secret> password) {}

    @Override
    public String name() {
        return "core";
    }

    @Override
    public String description() {
        return "Stand in for a role.";
    }

    @Override
    public Map<String, String> preferences() {
        return Map.of("port.berths", "4");
    }

    @Override
    public Berths configure(Settings settings) {
        return new Berths(settings.value(BERTHS), settings.value(PASSWORD));
    }

    @Override
    public Serving start(Berths settings, Telemetry telemetry, Drain drain, Resources opened)
            throws IOException {
        opened.add(() -> events.add("database closed"));
        failure.occur();
        opened.add(() -> events.add("server closed"));
        telemetry.metrics().counter("port.docked.ships", "Ships.").add(settings.count());
        LoggerFactory.getLogger(TestRole.class).info("docked");
        return new Serving(
                URI.create("http://127.0.0.1:5000"),
                Optional.of(Path.of("harbour")),
                this::firstPassword,
                List.of(),
                List.of(new HealthCheck("database", Duration.ofSeconds(5), () -> trouble)));
    }

    private Optional<Secret> firstPassword() {
        whenAdministratorIsMade.run();
        administratorMade = true;
        return Optional.of(Secret.of("sesame"));
    }
}
