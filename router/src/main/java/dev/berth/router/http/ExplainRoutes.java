package dev.berth.router.http;

import dev.berth.platform.http.Body;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.router.breaker.Breakers;
import dev.berth.router.project.Project;
import dev.berth.router.project.Projects;
import dev.berth.router.resolve.Candidates;
import dev.berth.router.resolve.ExplainImage;
import dev.berth.router.resolve.ExplainImage.Answer;
import dev.berth.router.resolve.Image;
import dev.berth.router.resolve.Resolution;
import dev.berth.router.resolve.Resolution.Remembered;
import dev.berth.router.resolve.RouteRule;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `GET /explain?image=team/app:v1`, for operators: which project an image comes from, why, what is
/// remembered of it, and how each project is.
///
/// - `ns`: the registry that a client means, as containerd sends it.
/// - Every project is asked once, as far as its breaker lets; nothing of that is remembered.
/// - `unheard` names the projects that were asked and gave no answer, or none in time.
public final class ExplainRoutes {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ExplainImage explain;
    private final Resolution resolution;
    private final Projects projects;
    private final Breakers breakers;
    private final List<RouteRule> rules;

    private ExplainRoutes(
            ExplainImage explain,
            Resolution resolution,
            Projects projects,
            Breakers breakers,
            List<RouteRule> rules) {
        this.explain = explain;
        this.resolution = resolution;
        this.projects = projects;
        this.breakers = breakers;
        this.rules = List.copyOf(rules);
    }

    public static RouteGroup assemble(
            ExplainImage explain,
            Resolution resolution,
            Projects projects,
            Breakers breakers,
            List<RouteRule> rules,
            Guard<Boolean> operators) {
        var routes = new ExplainRoutes(explain, resolution, projects, breakers, rules);
        return new RouteGroup(
                "/explain",
                List.of(Route.of(
                        "explain",
                        Method.GET,
                        "/explain",
                        operators,
                        (_, request) -> routes.explain(request))),
                new RouterErrorResponses(),
                Headers.of("Cache-Control", "no-store"));
    }

    /// @param project empty text if it comes from none
    private record ExplainBody(
            String image,
            String project,
            String because,
            String rule,
            List<ProjectBody> projects,
            List<String> unheard,
            List<Remembered> remembered,
            String harborBreaker,
            String listTrouble) {}

    private record ProjectBody(
            String name,
            int priority,
            String type,
            boolean open,
            List<String> hosts,
            boolean registryHealthy,
            String breaker,
            String answer) {}

    private Response explain(Request request) throws InterruptedException {
        var image = image(request);
        var state = projects.state();
        var host = request.query().first("ns");
        var answers = explain.explain(state.list(), image.name(), image.reference(), host);
        var remembered = resolution.remembered(image.name(), image.reference());
        var chosen = Chosen.of(answers, remembered, candidates(state.list(), image, host));
        var body = new ExplainBody(
                image.toString(),
                chosen.project(),
                chosen.because(),
                rule(image),
                projects(state.list(), answers),
                unheard(answers),
                remembered,
                word(breakers.harbor().state()),
                state.trouble().orElse(""));
        return Response.of(200, "Content-Type", "application/json")
                .withBody(new Body.Bytes(JSON.writeValueAsBytes(body)));
    }

    private static Image image(Request request) {
        try {
            return Image.parse(request.query()
                    .first("image")
                    .orElseThrow(() -> new IllegalArgumentException(
                            "name an image, as /explain?image=team/app:v1")));
        } catch (IllegalArgumentException e) {
            throw new HttpException(new HttpProblem.Malformed(String.valueOf(e.getMessage())));
        }
    }

    /// Those that a caller who may read every project may get it from, as [ImageRequest] says.
    private List<Project> candidates(List<Project> all, Image image, Optional<String> host) {
        var roomy = new Candidates(all).narrowed(project -> project.hasRoomFor(image.name()));
        var ruled = RouteRule.narrow(roomy, rules, image.name());
        return host.map(name -> ruled.narrowed(project -> project.mayMirror(name)))
                .orElse(ruled)
                .projects();
    }

    private String rule(Image image) {
        return RouteRule.of(rules, image.name()).map(RouteRule::text).orElse("");
    }

    private List<ProjectBody> projects(List<Project> all, List<Answer> answers) {
        var bodies = new ArrayList<ProjectBody>();
        for (int i = 0; i < all.size(); i++) {
            var project = all.get(i);
            bodies.add(new ProjectBody(
                    project.name(),
                    project.priority(),
                    word(project.kind()),
                    project.open(),
                    project.hosts().stream().sorted().toList(),
                    !projects.isUnhealthy(project.name()),
                    word(breakers.of(project.name()).state()),
                    answers.get(i).answer()));
        }
        return bodies;
    }

    private static List<String> unheard(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> !answer.heard())
                .map(Answer::project)
                .toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Where a caller who may read every project would get it.
    private record Chosen(String project, String because) {
        static Chosen of(
                List<Answer> answers, List<Remembered> remembered, List<Project> candidates) {
            var names = candidates.stream().map(Project::name).toList();
            var known = remembered.stream()
                    .filter(each -> each.projects().equals(names))
                    .findFirst();
            if (known.isPresent()) {
                return known.get().project().isEmpty()
                        ? new Chosen("", "remembered: no project had it")
                        : new Chosen(
                                known.get().project(),
                                "remembered; asked " + known.get().ageSeconds() + " s ago");
            }
            boolean all = answers.stream().allMatch(Answer::heard);
            return first(answers)
                    .map(answer -> new Chosen(
                            answer.project(),
                            "the first in the order of authority that has it"
                                    + (all ? "" : ", of those that were heard")))
                    .orElseGet(() -> new Chosen("", whyNowhere(answers, all)));
        }

        private static String whyNowhere(List<Answer> answers, boolean all) {
            if (answers.stream().anyMatch(Answer::present)) {
                return "a better project cannot tell whether it has it";
            }
            return all
                    ? "no project says that it has it"
                    : "no project that was heard says that it has it";
        }

        private static Optional<Answer> first(List<Answer> answers) {
            return answers.stream().filter(Answer::believed).findFirst();
        }
    }
}
