package dev.berth.bench;

import dev.berth.bench.measure.CaseResult;
import dev.berth.bench.process.Cores;
import dev.berth.bench.report.Report;
import dev.berth.bench.report.Style;
import dev.berth.bench.report.Table;
import dev.berth.bench.routing.RouterScenarios;
import dev.berth.bench.scenario.Case;
import dev.berth.bench.scenario.Plan;
import dev.berth.bench.scenario.PlayScenario;
import dev.berth.bench.scenario.Scenario;
import dev.berth.bench.scenario.Scenarios;
import dev.berth.bench.target.Harbor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;

/// The command: reads what is asked for, plays it, shows it.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Plays load scenarios against registries or routers side by side and compares"
                + " them.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was played",
            "1:an operation failed, or with --judge a bar was missed",
            "2:the command line is wrong"
        },
        footer = {
            "",
            "Example:",
            "  bench/run --start berth --start distribution --start nginx --only B3,B6",
            "  bench/run --routers --bars --judge"
        })
final class Bench implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final Set<String> ROUTERS = new LinkedHashSet<>(
            List.of("berth-router", "nginx-proxy", "nginx-kept", "nginx-file", Harbor.DIRECT));

    private final Clock clock;
    private final PrintStream out;
    private final PrintStream progress;
    private final Style style;

    @Option(
            names = "--routers",
            description = "Play the scenarios of routers, RB1 to RB14, before a mock of Harbor.")
    private boolean routers;

    @Option(
            names = "--target",
            paramLabel = "NAME=ADDRESS,pid=N[,user=U,password=P][,lacks=A+B][,prefix=P]",
            description = "A running registry, or router, on a loopback address.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--start",
            paramLabel = "PEER",
            description = {
                "Start this one: berth, berth-postgresql, distribution, docker-registry, nginx,",
                "floor; with --routers: berth-router, nginx-proxy, nginx-kept, nginx-file, harbor",
                "(default: all)."
            })
    private Set<String> starts = new LinkedHashSet<>();

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description = "The target that ratios are to (default: distribution or nginx-proxy).")
    private Optional<String> baseline = Optional.empty();

    @Option(
            names = "--subject",
            split = ",",
            paramLabel = "NAME",
            description = {
                "The targets that the bars are for",
                "(default: berth and berth-postgresql, or berth-router)."
            })
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            description = "Only these scenarios, as in B3,B6.")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--case",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only cases whose name contains this.")
    private String caseText = "";

    @Option(
            names = "--bars",
            description = "Only cases with a bar, and those that they are compared with.")
    private boolean bars;

    @Option(names = "--list", description = "Print scenarios and their cases, and play nothing.")
    private boolean list;

    @Mixin
    private PlanOptions size = new PlanOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--judge", description = "A missed bar is a failure.")
    private boolean judge;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    Bench(Clock clock, PrintStream out, PrintStream progress, Style style) {
        this.clock = clock;
        this.out = out;
        this.progress = progress;
        this.style = style;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = size.plan(clock.millis());
        List<Scenario> all = routers ? RouterScenarios.all() : Scenarios.all();
        List<Scenario> scenarios = only.isEmpty() ? all : Scenarios.named(all, only);
        if (list) {
            list(plan, scenarios);
            return 0;
        }
        Report report = play(plan, scenarios);
        return report.hasErrors() || (judge && report.hasMissedBars()) ? FAILED : 0;
    }

    private void list(Plan plan, List<Scenario> scenarios) {
        for (Scenario scenario : scenarios) {
            List<Case> cases = asked(scenario, plan);
            if (!cases.isEmpty()) {
                out.println(scenario.id() + "  " + scenario.title());
                cases.forEach(each -> out.println("      " + each.name()));
            }
        }
    }

    private Report play(Plan plan, List<Scenario> scenarios)
            throws IOException, InterruptedException {
        List<TargetSpec> given = targets.stream().map(TargetSpec::parse).toList();
        if (given.isEmpty() && starts.isEmpty() && !routers) {
            throw new IllegalArgumentException("nobody to play: name a --target or --start a peer");
        }
        Cores cores = place.cores();
        var environment = Environment.describe(plan, cores);
        cores.pinSelf();
        output.requireWritable();
        if (!routers) {
            return play(plan, scenarios, environment, _ -> place.open(starts, given, cores));
        }
        Set<String> started = starts.isEmpty() && given.isEmpty() ? ROUTERS : starts;
        try (var mock = place.harbor()) {
            return play(
                    plan,
                    scenarios,
                    environment,
                    each -> place.open(mock, each.settings(), started, given, cores));
        }
    }

    /// Opens everybody who takes part in a scenario.
    @FunctionalInterface
    private interface Opening {
        Field open(Scenario scenario) throws IOException, InterruptedException;
    }

    private Report play(
            Plan plan,
            List<Scenario> scenarios,
            SequencedMap<String, String> environment,
            Opening opening)
            throws IOException, InterruptedException {
        String base = baseline.orElse(routers ? "nginx-proxy" : "distribution");
        var table = new Table(style);
        var results = new ArrayList<CaseResult>();
        var player = new PlayScenario(plan, progress::println);
        for (Scenario scenario : scenarios) {
            for (List<Case> together : fields(scenario, plan)) {
                try (var field = opening.open(scenario)) {
                    for (Case each : together) {
                        CaseResult result = player.play(scenario, each, field.targets());
                        results.add(result);
                        output.whileRunning(out, table.block(result, scenario.title(), base));
                    }
                }
            }
        }
        var report = new Report(environment, judged(), base, results);
        output.atTheEnd(out, report, table);
        return report;
    }

    /// Whom the bars are for.
    private List<String> judged() {
        if (!subjects.isEmpty()) {
            return subjects;
        }
        return routers ? List.of("berth-router") : List.of("berth", "berth-postgresql");
    }

    private List<Case> asked(Scenario scenario, Plan plan) {
        List<Case> all = scenario.cases(plan);
        return all.stream()
                .filter(each -> each.name().contains(caseText))
                .filter(each -> !bars || each.isJudgedIn(all))
                .toList();
    }

    /// The cases that were asked for, in groups that share their servers.
    private List<List<Case>> fields(Scenario scenario, Plan plan) {
        List<Case> cases = asked(scenario, plan);
        if (cases.isEmpty()) {
            return List.of();
        }
        return scenario.isolated() ? cases.stream().map(List::of).toList() : List.of(cases);
    }
}
