package dev.berth.app.command;

import dev.berth.app.role.Role;
import dev.berth.app.role.Roles;
import dev.berth.app.role.RouterRole;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The root of the command line, and the list of what stands below it.
@Command(
        name = "berth",
        description = "A container registry.",
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Settings are explained by `berth config reference`, a command by its --help."
        })
public final class BerthCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explain the command.")
    @SuppressWarnings("UnusedVariable") // Picocli acts on it.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // Picocli acts on it.
    private boolean version;

    private BerthCommand() {}

    /// Every command by its name, in the order of the help.
    private static SequencedMap<String, Supplier<CommandLine>> commands(
            Shell shell, List<Role<?>> roles) {
        var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
        roles.forEach(role -> commands.put(role.name(), () -> command(role, shell)));
        commands.put("config", () -> new CommandLine(new ConfigCommand(shell)));
        commands.put("user", () -> UserCommand.line(shell));
        commands.put("project", () -> ProjectCommand.line(shell));
        commands.put("robot", () -> RobotCommand.line(shell));
        commands.put("explain", () -> new CommandLine(new ExplainCommand(shell)));
        commands.put("gc", () -> new CommandLine(new GcCommand(shell)));
        commands.put("fsck", () -> new CommandLine(new FsckCommand(shell)));
        commands.put("completion", () -> new CommandLine(new CompletionCommand(shell, roles)));
        commands.put("version", () -> new CommandLine(new VersionCommand(shell)));
        return commands;
    }

    /// Runs what the arguments say; see [ExitCode] for the answer.
    public static int run(Shell shell, String... arguments) {
        return run(shell, Roles.ALL, arguments);
    }

    /// Only the command that is named is built: the whole tree costs a tenth of a second.
    static int run(Shell shell, List<Role<?>> roles, String... arguments) {
        var named = commands(shell, roles).get(arguments.length == 0 ? "" : arguments[0]);
        if (named == null) {
            return whole(shell, roles).execute(arguments);
        }
        var line = new CommandLine(new BerthCommand());
        line.addSubcommand(arguments[0], named.get());
        return configured(line, shell, roles).execute(arguments);
    }

    /// The tree of all commands.
    static CommandLine whole(Shell shell, List<Role<?>> roles) {
        var line = new CommandLine(new BerthCommand());
        commands(shell, roles).forEach((name, command) -> line.addSubcommand(name, command.get()));
        return configured(line, shell, roles);
    }

    /// Once all commands are there: what is set on the root goes down to those that are below it.
    private static CommandLine configured(CommandLine line, Shell shell, List<Role<?>> roles) {
        return line.setOut(shell.out())
                .setErr(shell.err())
                .setColorScheme(Help.defaultColorScheme(shell.coloured() ? Ansi.ON : Ansi.OFF))
                .registerConverter(Role.class, name -> role(roles, name))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, _, _) -> Failures.report(failure, shell.err()));
    }

    private static CommandLine command(Role<?> role, Shell shell) {
        var command = new CommandLine(new RoleCommand<>(role, shell));
        command.getCommandSpec().usageMessage().description(role.description());
        if (role instanceof RouterRole router) {
            command.addSubcommand(new CommandLine(new RouterCheckCommand(router, shell)));
        }
        return command;
    }

    private static Role<?> role(List<Role<?>> roles, String name) {
        return roles.stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("no role named `" + name
                        + "`; known: "
                        + roles.stream().map(Role::name).collect(Collectors.joining(", "))));
    }
}
