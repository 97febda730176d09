package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says what each project answers for an image, for people.
///
/// Asks each once, one after the other, and remembers nothing.
public final class ExplainImage {
    private final ProjectRegistry registry;
    private final List<RouteRule> rules;

    public ExplainImage(ProjectRegistry registry, List<RouteRule> rules) {
        this.registry = registry;
        this.rules = List.copyOf(rules);
    }

    /// What one project says: a digest, `not there`, that a rule names others, or what went wrong.
    public record Answer(String project, String answer) {}

    /// The answers of `projects`, in their order.
    public List<Answer> explain(List<Project> projects, RepositoryName image, Reference reference)
            throws InterruptedException {
        var asked = RouteRule.narrow(new Candidates(projects), rules, image).projects();
        var question = new Question.OfManifest(image, reference, Accept.MANIFESTS);
        var answers = new ArrayList<Answer>();
        for (var project : projects) {
            var answer = asked.contains(project)
                    ? words(registry.ask(project, question))
                    : "not asked: a rule names others";
            answers.add(new Answer(project.name(), answer));
        }
        return answers;
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
