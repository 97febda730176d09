package dev.berth.core;

import dev.berth.core.allowlist.AllowlistRoutes;
import dev.berth.core.audit.AuditFeature;
import dev.berth.core.configuration.ConfigurationChanged;
import dev.berth.core.configuration.ConfigurationFeature;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.configuration.Items;
import dev.berth.core.configuration.ReadOnlyMode;
import dev.berth.core.explain.Explain;
import dev.berth.core.explain.ExplainRoutes;
import dev.berth.core.member.MemberRoutes;
import dev.berth.core.permission.PermissionRoutes;
import dev.berth.core.project.ProjectEvents;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.project.ProjectRules;
import dev.berth.core.project.Totals;
import dev.berth.core.robot.RobotEvents;
import dev.berth.core.robot.RobotFeature;
import dev.berth.core.robot.RobotRules;
import dev.berth.core.search.SearchRoutes;
import dev.berth.core.session.SessionEvents;
import dev.berth.core.session.SessionFeature;
import dev.berth.core.session.SessionRules;
import dev.berth.core.session.Sessions;
import dev.berth.core.system.ApiBrowser;
import dev.berth.core.system.Installation;
import dev.berth.core.system.SystemRoutes;
import dev.berth.core.user.AccountEvents;
import dev.berth.core.user.UserRoutes;
import dev.berth.jobs.event.DeliverEvents;
import dev.berth.jobs.event.EventType;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.registry.event.RegistryEvents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every feature behind Harbor's API, assembled.
///
/// - `groups`: all routes below `/api` and `/c`.
/// - `sessions`: its `expire` is a job of every hour or so.
/// - `deliver`: what happens is to be delivered by an [dev.berth.jobs.event.EventWorker].
/// - [#start] before the first request, and before accounts change.
public record CoreFeature(
        List<RouteGroup> groups,
        Sessions sessions,
        DeliverEvents deliver,
        ConfigurationFeature configuration) {
    public CoreFeature {
        groups = List.copyOf(groups);
    }

    /// Builds them; opens nothing.
    ///
    /// @param projects with the accounts, as `/v2` asks them too
    public static CoreFeature assemble(
            Foundation base,
            ApiSettings settings,
            ProjectFeature projects,
            RobotFeature robots,
            Installation installation) {
        var configurations = base.configurations();
        var database = base.database();
        var accounts = projects.accounts();
        var session = SessionFeature.assemble(
                database,
                accounts,
                base.logins(),
                projects.robots(),
                sessionRules(configurations),
                base.outbox(),
                base.clock());
        var configuration = new ConfigurationFeature(configurations, settings.configuration());
        var audit = AuditFeature.assemble(database, configurations, installation.hostName());
        var deliver = new DeliverEvents(
                database, eventTypes(), audit.listeners(), base.sources(), base.clock());
        var guards = session.guards();
        var operations = new ArrayList<Route<?>>();
        operations.addAll(
                new SystemRoutes(guards, configurations, installation, base.clock()).routes());
        operations.addAll(configuration.routes(
                guards, List.of(audit.check(), robots.check()), accounts::hasOthers));
        operations.addAll(audit.routes(guards, projects.guards(guards), deliver));
        operations.addAll(new UserRoutes(accounts, session.callers(), guards).routes());
        operations.addAll(new PermissionRoutes(
                        projects.projects(), projects.members(), projects.policy(), guards)
                .routes());
        operations.addAll(new AllowlistRoutes(database, projects.allowlists(), guards).routes());
        operations.addAll(projects.routes(guards, projectRules(configurations)));
        operations.addAll(
                new MemberRoutes(projects.members(), accounts, projects.guards(guards)).routes());
        operations.addAll(robots.routes(guards));
        operations.addAll(
                new SearchRoutes(projects.projects(), new Totals(database), guards).routes());
        var explain = new Explain(
                projects,
                robots.robots(),
                projects.permissions(settings.projectOnPush()),
                () -> configurations.value(Items.READ_ONLY),
                base.clock());
        operations.addAll(new ExplainRoutes(explain, guards).routes());
        var readOnly = new ReadOnlyMode(configurations);
        var groups = new ArrayList<>(
                session.groups(operations).stream().map(readOnly::overApi).toList());
        groups.add(new ApiBrowser(guards).group(groups));
        return new CoreFeature(groups, session.sessions(), deliver, configuration);
    }

    /// Of all events that can be in the database.
    private static List<EventType<?>> eventTypes() {
        return Stream.of(
                        RegistryEvents.TYPES,
                        ProjectEvents.TYPES,
                        AccountEvents.TYPES,
                        SessionEvents.TYPES,
                        RobotEvents.TYPES,
                        List.<EventType<?>>of(ConfigurationChanged.TYPE))
                .flatMap(List::stream)
                .toList();
    }

    private static SessionRules sessionRules(Configurations configurations) {
        return new SessionRules() {
            @Override
            public Duration idleMax() {
                return Duration.ofMinutes(configurations.value(Items.SESSION_TIMEOUT));
            }

            @Override
            public boolean selfRegistration() {
                return configurations.value(Items.SELF_REGISTRATION);
            }
        };
    }

    /// What is set about robots.
    public static RobotRules robotRules(Configurations configurations) {
        return new RobotRules() {
            @Override
            public String namePrefix() {
                return configurations.value(Items.ROBOT_NAME_PREFIX);
            }

            @Override
            public long durationDays() {
                return configurations.value(Items.ROBOT_TOKEN_DURATION);
            }
        };
    }

    private static ProjectRules projectRules(Configurations configurations) {
        return new ProjectRules() {
            @Override
            public boolean everybodyCreates() {
                return configurations.value(Items.PROJECT_CREATION_RESTRICTION).equals("everyone");
            }

            @Override
            public long storageLimit() {
                return configurations.value(Items.STORAGE_PER_PROJECT);
            }
        };
    }

    /// Gives listeners their places, and stores what the environment sets.
    public void start() {
        deliver.start();
        configuration.start();
    }
}
