package dev.berth.app.command;

import dev.berth.app.role.Role;
import dev.berth.app.role.RoleSettings;
import dev.berth.platform.config.Config;
import dev.berth.platform.config.ConfigException;
import dev.berth.platform.config.Mistake;
import dev.berth.platform.config.Reference;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.function.Function;

/// `berth config …`: looks at settings without starting anything.
@Command(
        name = "config",
        description = "Check, show or explain the settings.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    private final Shell shell;

    ConfigCommand(Shell shell) {
        this.shell = shell;
    }

    private record Entry(String key, String value, String origin) {}

    private record Explained(
            String key, String kind, String byDefault, String variable, String doc) {}

    @Command(description = "Report every mistake in the settings at once.")
    int check(
            @Mixin ConfigOptions config,
            @Mixin OutputOption output,
            @Parameters(
                            arity = "0..1",
                            defaultValue = "core",
                            paramLabel = "ROLE",
                            description = "Whose settings (${DEFAULT-VALUE}).")
                    Role<?> role) {
        var mistakes = mistakes(config, role);
        output.write(shell, mistakes, () -> {
            mistakes.forEach(shell.out()::println);
            shell.out().println(mistakes.isEmpty() ? "no mistakes" : mistakes.size() + " to mend");
        });
        return mistakes.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    @Command(description = "Show every setting that is in force, and where it comes from.")
    void show(
            @Mixin ConfigOptions config,
            @Mixin OutputOption output,
            @Parameters(
                            arity = "0..1",
                            defaultValue = "core",
                            paramLabel = "ROLE",
                            description = "Whose settings (${DEFAULT-VALUE}).")
                    Role<?> role)
            throws ConfigException {
        var entries = load(config, role).entries().stream()
                .map(entry -> new Entry(entry.setting().key(), entry.text(), entry.origin()))
                .toList();
        int width = entries.stream()
                .mapToInt(entry -> entry.key().length() + entry.value().length())
                .max()
                .orElse(0);
        output.write(
                shell,
                entries,
                () -> entries.forEach(entry -> {
                    var gap = " "
                            .repeat(Math.min(60, width)
                                    - Math.min(
                                            60,
                                            entry.key().length() + entry.value().length()));
                    shell.out()
                            .println("%s: %s%s  # %s"
                                    .formatted(entry.key(), entry.value(), gap, entry.origin()));
                }));
    }

    @Command(description = "Explain every setting: the page docs/configuration.md.")
    void reference(
            @Mixin OutputOption output,
            @Parameters(
                            arity = "0..1",
                            defaultValue = "core",
                            paramLabel = "ROLE",
                            description = "Whose settings (${DEFAULT-VALUE}).")
                    Role<?> role) {
        var from = settingsOf(role);
        var explained =
                Reference.settings(from).stream().map(ConfigCommand::explained).toList();
        output.write(shell, explained, () -> {
            shell.out().print(Reference.markdown(from));
            shell.out().flush();
        });
    }

    private List<Mistake> mistakes(ConfigOptions config, Role<?> role) {
        try {
            load(config, role);
            return List.of();
        } catch (ConfigException e) {
            return e.mistakes();
        }
    }

    private Config<?> load(ConfigOptions config, Role<?> role) throws ConfigException {
        return Config.load(config.sources(shell, role), settingsOf(role));
    }

    private static Function<Settings, RoleSettings<?>> settingsOf(Role<?> role) {
        return settings -> RoleSettings.from(role, settings);
    }

    private static Explained explained(Setting<?> setting) {
        return new Explained(
                setting.key(),
                setting.kind().description(),
                setting.byDefault(),
                setting.environmentName(),
                setting.doc());
    }
}
