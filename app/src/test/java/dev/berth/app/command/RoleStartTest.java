package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.role.Role;
import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RoleStartTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Drain stop = new Drain();

    @Test
    void a_role_alone_is_served_until_it_is_told_to_stop() {
        var role = new TestRole();
        stop.begin();

        var exit = RoleStart.run(shell(), List.of(role), "core");

        assertThat(exit).hasValue(ExitCode.OK);
        assertThat(out.toString()).contains("registry:   http://127.0.0.1:5000");
        assertThat(role.events).containsExactly("server closed", "database closed");
    }

    @Test
    void a_start_that_fails_is_told_as_it_is_by_the_parser() {
        var role = TestRole.failing(() -> {
            throw new IOException("the harbour is frozen");
        });

        var exit = RoleStart.run(shell(), List.of(role), "core");

        assertThat(exit).hasValue(ExitCode.FAILED);
        assertThat(err.toString()).contains("berth: the harbour is frozen");
    }

    @Test
    void whatever_else_stands_there_is_for_the_parser() {
        var roles = List.<Role<?>>of(new TestRole());

        assertThat(RoleStart.run(shell(), roles)).isEmpty();
        assertThat(RoleStart.run(shell(), roles, "gc")).isEmpty();
        assertThat(RoleStart.run(shell(), roles, "core", "--help")).isEmpty();
    }

    @Test
    void only_who_serves_stays_for_a_while_when_told_to_stop() {
        var told = new ArrayList<Runnable>();
        var roles = List.<Role<?>>of(new TestRole());
        stop.begin();

        assertThat(BerthCommand.run(shell(told::add), roles, "version")).isEqualTo(ExitCode.OK);
        assertThat(told).isEmpty();
        assertThat(RoleStart.run(shell(told::add), roles, "core")).hasValue(ExitCode.OK);
        assertThat(told).hasSize(1);
    }

    private Shell shell() {
        return shell(_ -> {});
    }

    private Shell shell(Consumer<Runnable> signals) {
        var settings = Map.of("BERTH_MANAGEMENT_LISTEN", "127.0.0.1:0", "BERTH_LOG_LEVEL", "warn");
        return new Shell(
                new PrintWriter(out), new PrintWriter(err), settings, false, stop, signals);
    }
}
