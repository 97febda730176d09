package dev.berth.core.robot;

import dev.berth.auth.password.PasswordHashes;
import dev.berth.core.configuration.ConfigurationCheck;
import dev.berth.core.project.ProjectFeature;
import dev.berth.core.session.ApiGuards;
import dev.berth.jobs.event.Outbox;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Route;

import java.time.Clock;
import java.util.List;

/// Robots, assembled. Who logs in is [RobotKeys], which projects know already.
public final class RobotFeature {
    private final Robots robots;
    private final ProjectFeature projects;

    private RobotFeature(Robots robots, ProjectFeature projects) {
        this.robots = robots;
        this.projects = projects;
    }

    /// Builds it; opens nothing.
    public static RobotFeature assemble(
            Database database,
            PasswordHashes hashes,
            ProjectFeature projects,
            RobotRules rules,
            Clock clock) {
        var robots = new Robots(
                database,
                hashes,
                projects.projects(),
                projects.policy(),
                rules,
                new Outbox(clock),
                clock);
        return new RobotFeature(robots, projects);
    }

    public Robots robots() {
        return robots;
    }

    /// The accounts and projects that they belong to.
    public ProjectFeature projects() {
        return projects;
    }

    /// What the configuration must satisfy.
    public ConfigurationCheck check() {
        return new PrefixCheck();
    }

    /// The operations on robots.
    public List<Route<?>> routes(ApiGuards guards) {
        var robotGuards = new RobotGuards(robots, projects.projects(), projects.policy(), guards);
        return new RobotRoutes(robots, robotGuards).routes();
    }
}
