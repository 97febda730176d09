package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says what each project answers for an image, for people.
///
/// Asks each once, one after the other, and remembers nothing.
public final class ExplainImage {
    private final ProjectRegistry projectRegistry;
    private final List<RouteRule> rules;

    public ExplainImage(ProjectRegistry projectRegistry, List<RouteRule> rules) {
        this.projectRegistry = projectRegistry;
        this.rules = List.copyOf(rules);
    }

    /// What one project says: a digest, `not there`, that a rule names others, or what went wrong.
    ///
    /// @param present whether it has the image
    public record Answer(String project, boolean present, String answer) {}

    /// The answers of `projects`, in their order.
    ///
    /// @param registry which a client means, as `?ns=` names it
    public List<Answer> explain(
            List<Project> projects,
            RepositoryName image,
            Reference reference,
            Optional<String> registry)
            throws InterruptedException {
        var ruled = RouteRule.narrow(new Candidates(projects), rules, image).projects();
        var question = new Question.OfManifest(image, reference, Accept.MANIFESTS);
        var answers = new ArrayList<Answer>();
        for (var project : projects) {
            answers.add(answer(project, ruled.contains(project), registry, question));
        }
        return answers;
    }

    private Answer answer(Project project, boolean ruled, Optional<String> host, Question question)
            throws InterruptedException {
        if (!ruled) {
            return notAsked(project, "a rule names others");
        }
        if (!project.hasRoomFor(question.image())) {
            return notAsked(project, "the name is too long below it");
        }
        if (host.isPresent() && !project.mayMirror(host.get())) {
            return notAsked(project, "it mirrors another registry");
        }
        var finding = projectRegistry.ask(project, question);
        return new Answer(project.name(), finding instanceof Finding.Present, words(finding));
    }

    private static Answer notAsked(Project project, String reason) {
        return new Answer(project.name(), false, "not asked: " + reason);
    }

    private static String words(Finding finding) {
        return switch (finding) {
            case Finding.Present present ->
                present.digest().map(Digest::toString).orElse("there, without a digest");
            case Finding.Absent _ -> "not there";
            case Finding.Unclear(var trouble) ->
                trouble.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
