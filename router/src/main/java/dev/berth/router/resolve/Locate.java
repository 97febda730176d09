package dev.berth.router.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.berth.oci.RepositoryName;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Asks all candidates, a wave at a time.
///
/// A wave is asked only when nobody in those before it has it ([WaveOrder]), and not if somebody in
/// those of a better priority than all of its own could not tell ([Wave]). In strict mode there is
/// one wave.
final class Locate {
    private static final Logger log = LoggerFactory.getLogger(Locate.class);
    private static final int CONFLICTS_KEPT_MAX = 10_000;

    private final ProjectRegistry registry;
    private final ResolveSettings settings;
    private final WaveOrder order;
    private final RouterMetrics metrics;

    /// Repositories that are known to be in several projects: each is counted and logged once.
    private final Cache<RepositoryName, Boolean> conflicts =
            Caffeine.newBuilder().maximumSize(CONFLICTS_KEPT_MAX).build();

    Locate(ProjectRegistry registry, ResolveSettings settings, RouterMetrics metrics) {
        this.registry = registry;
        this.settings = settings;
        this.order = new WaveOrder(registry::isUnhealthy);
        this.metrics = metrics;
    }

    /// Who of `projects`, in their order, has it.
    Located locate(List<Project> projects, Question question) throws InterruptedException {
        int size = settings.strict() ? Math.max(1, projects.size()) : settings.waveProjects();
        Located all = new Located.Nowhere();
        int believedUpTo = Integer.MAX_VALUE;
        int asked = 0;
        for (var some : order.waves(projects, size)) {
            int best = some.getFirst().priority();
            if (best > believedUpTo) {
                break;
            }
            asked += some.size();
            var wave = new Wave(
                    some,
                    settings.strict(),
                    question.isByName(),
                    owners -> conflict(question.image(), owners));
            switch (wave.decide(project -> registry.ask(project, question))) {
                case Located.At at -> {
                    if (at.project().priority() > believedUpTo) {
                        return asked(asked, question, all);
                    }
                    order.found(at.project());
                    return asked(asked, question, at);
                }
                case Located.Ambiguous ambiguous -> {
                    return asked(asked, question, ambiguous);
                }
                case Located.Unclear(var trouble) -> all = and(all, trouble);
                case Located.Nowhere _ -> {}
            }
            believedUpTo = Math.min(
                    believedUpTo, wave.doubt().map(Wave.Doubt::priority).orElse(Integer.MAX_VALUE));
        }
        return asked(asked, question, all);
    }

    private Located asked(int projects, Question question, Located located) {
        metrics.fannedOut(projects);
        log.atDebug()
                .addKeyValue("image", question.image())
                .addKeyValue("project_count", projects)
                .addKeyValue("max_fanout", settings.waveProjects())
                .addKeyValue("project", located.owner())
                .addKeyValue("result", located.result())
                .addKeyValue("error", located.error())
                .log("fanout");
        return located;
    }

    private static Located and(Located all, Trouble trouble) {
        return new Located.Unclear(
                all instanceof Located.Unclear(var earlier) ? earlier.and(trouble) : trouble);
    }

    private void conflict(RepositoryName image, List<String> owners) {
        if (conflicts.asMap().putIfAbsent(image, true) == null) {
            metrics.conflict();
            log.atWarn()
                    .addKeyValue("image", image)
                    .addKeyValue("projects", owners)
                    .log("an image is in several projects");
        }
    }
}
