package dev.berth.router;

import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
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
import dev.berth.router.resolve.ProjectRegistry;
import dev.berth.router.upstream.Upstream;

import java.io.IOException;
import java.util.List;

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
        var registry = new ProjectRegistry(
                upstream,
                origin,
                robot,
                new Breakers(settings.breaker(), System::nanoTime, metrics::changed),
                settings.resolve(),
                metrics);
        return new RouterCheck(
                new Harbor(upstream, origin, robot, settings.resolve().questionWait()),
                new Projects(settings.projects()),
                new ExplainImage(registry, settings.resolve().rules()));
    }

    /// An image as people write it: `nginx`, `team/app:v1`, `team/app@sha256:…`.
    public record Image(RepositoryName name, Reference reference) {
        /// Reads it; without a tag it is `latest`.
        ///
        /// @throws IllegalArgumentException with what to write instead
        public static Image parse(String text) {
            int digest = text.indexOf('@');
            int tag = text.indexOf(':', text.lastIndexOf('/') + 1);
            int end = digest >= 0 ? digest : tag >= 0 ? tag : text.length();
            try {
                return new Image(
                        RepositoryName.parse(text.substring(0, end)),
                        Reference.parse(end == text.length() ? "latest" : text.substring(end + 1)));
            } catch (OciException e) {
                throw new IllegalArgumentException(e.error().message(), e);
            }
        }

        @Override
        public String toString() {
            return name + (reference instanceof Reference.Tagged ? ":" : "@") + reference;
        }
    }

    /// The version that Harbor says it has.
    public String version() throws HarborException, InterruptedException {
        return harbor.version();
    }

    /// The projects that would be routed to, in the order of their authority.
    public List<Project> projects() throws HarborException, InterruptedException {
        return projects.ordered(harbor.projects());
    }

    /// What each of them says about an image; the first that has it is where it would come from.
    public List<ExplainImage.Answer> explain(List<Project> asked, Image image)
            throws InterruptedException {
        return explain.explain(asked, image.name(), image.reference());
    }
}
