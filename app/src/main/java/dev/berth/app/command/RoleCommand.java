package dev.berth.app.command;

import dev.berth.app.role.Role;
import dev.berth.app.role.RoleSettings;
import dev.berth.app.role.RunRole;
import dev.berth.app.role.Serving;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.config.Secret;
import dev.berth.platform.lifecycle.ServiceManager;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `berth <role>`: serves until it is told to stop.
@Command
final class RoleCommand<C> implements Callable<Integer> {
    private final Role<C> role;
    private final Shell shell;

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    RoleCommand(Role<C> role, Shell shell) {
        this.role = role;
        this.shell = shell;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        shell.signals().accept(shell.stop()::begin);
        var sources = config.sources(shell, role);
        var settings =
                Config.load(sources, given -> RoleSettings.from(role, given)).settings();
        var manager = ServiceManager.of(shell.environment());
        new RunRole<>(role, System.err, manager, shell.stop()).run(settings, this::announce);
        return ExitCode.OK;
    }

    /// The lines that scripts look for: one fact each, `name: value`.
    private void announce(Serving serving, URI management, Optional<Secret> generatedPassword) {
        var out = shell.out();
        out.println("registry:   " + serving.uri());
        out.println("management: " + management);
        serving.data().ifPresent(data -> out.println("data:       " + data));
        generatedPassword.ifPresent(password -> {
            out.println("user:       admin");
            out.println("password:   " + password.reveal()
                    + "   (generated; this is the only time it is shown)");
        });
        out.flush();
    }
}
