package dev.berth.router;

import dev.berth.platform.lifecycle.Resources;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.router.breaker.Breakers;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Harbor;
import dev.berth.router.project.HarborException;
import dev.berth.router.project.Project;
import dev.berth.router.project.Projects;
import dev.berth.router.project.Robot;
import dev.berth.router.resolve.ExplainImage;
import dev.berth.router.resolve.Image;
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.upstream.Upstream;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Looks at Harbor as a router with these settings would, without serving anybody.
public final class RouterCheck {
    private final Harbor harbor;
    private final Projects projects;
    private final ExplainImage explain;

    private RouterCheck(Harbor harbor, Projects projects, ExplainImage explain) {
        this.harbor = harbor;
        this.projects = projects;
        this.explain = explain;
    }

    /// Opens what `opened` closes.
    public static RouterCheck open(RouterSettings settings, Resources opened) throws IOException {
        var metrics = new RouterMetrics(opened.add(new Metrics()));
        var upstream = opened.add(Upstream.open(settings.upstream()));
        var origin = settings.upstream().harbor();
        var robot = new Robot(settings.robot(), System::nanoTime);
        var projects = new Projects(settings.projects(), System::nanoTime);
        var breakers = new Breakers(settings.breaker(), System::nanoTime, metrics::changed);
        var registry = new ProjectRegistry(
                upstream,
                origin,
                robot,
                project -> projects.isUnhealthy(project.name()),
                breakers,
                settings.resolve(),
                metrics);
        return new RouterCheck(
                new Harbor(
                        upstream,
                        origin,
                        robot,
                        breakers.harbor(),
                        settings.resolve().questionWait()),
                projects,
                new ExplainImage(registry, settings.resolve()));
    }

    /// The version that Harbor says it has.
    public String version() throws HarborException, InterruptedException {
        return harbor.version();
    }

    /// The projects that would be routed to, in the order of their authority.
    public List<Project> projects() throws HarborException, InterruptedException {
        return projects.ordered(harbor.projects(projects.hosted()).projects());
    }

    /// What each of them says about an image; the first that has it is where it would come from.
    public List<ExplainImage.Answer> explain(List<Project> asked, Image image)
            throws InterruptedException {
        return explain.explain(asked, image.name(), image.reference(), Optional.empty());
    }
}
