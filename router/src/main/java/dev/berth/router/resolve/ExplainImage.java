package dev.berth.router.resolve;

import dev.berth.oci.Digest;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.telemetry.RequestContext;
import dev.berth.router.project.Project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Says what each project answers for an image, for people.
///
/// Asks each once, as many at one time as a wave has, and all of them for as long as two waves may
/// take: who has not answered by then is told as unheard. Remembers nothing.
public final class ExplainImage {
    private static final int WAVES = 2;

    private final ProjectRegistry projectRegistry;
    private final ResolveSettings settings;

    public ExplainImage(ProjectRegistry projectRegistry, ResolveSettings settings) {
        this.projectRegistry = projectRegistry;
        this.settings = settings;
    }

    /// What one project says: a digest, `not there`, that a rule names others, or what went wrong.
    ///
    /// @param present whether it has the image
    /// @param believed whether it would be taken from there if no other had it ([Wave])
    /// @param heard whether that is known, or does not matter because others are asked
    public record Answer(
            String project, boolean present, boolean believed, boolean heard, String answer) {
        private Answer heldBack(Project by) {
            return new Answer(
                    project,
                    present,
                    false,
                    heard,
                    answer + "; held back: " + by.name() + " is of a better priority");
        }
    }

    /// @param doubtful whether projects of a worse priority are not believed
    private record Said(Answer answer, boolean doubtful) {}

    /// The answers of `projects`, in their order.
    ///
    /// @param registry which a client means, as `?ns=` names it
    public List<Answer> explain(
            List<Project> projects,
            RepositoryName image,
            Reference reference,
            Optional<String> registry)
            throws InterruptedException {
        var ruled = RouteRule.narrow(new Candidates(projects), settings.rules(), image)
                .projects();
        var question = new Question.OfManifest(image, reference, Accept.MANIFESTS);
        return believed(
                projects,
                sideBySide(
                        projects,
                        project -> answer(project, ruled.contains(project), registry, question)));
    }

    private static List<Answer> believed(List<Project> projects, List<Said> said) {
        var answers = new ArrayList<Answer>();
        var doubt = Optional.<Project>empty();
        for (int i = 0; i < said.size(); i++) {
            var project = projects.get(i);
            var answer = said.get(i).answer();
            var better = doubt.filter(earlier -> earlier.priority() < project.priority());
            answers.add(answer.present() ? better.map(answer::heldBack).orElse(answer) : answer);
            if (said.get(i).doubtful() && doubt.isEmpty()) {
                doubt = Optional.of(project);
            }
        }
        return answers;
    }

    /// Asks one project.
    @FunctionalInterface
    private interface Ask {
        Said of(Project project) throws InterruptedException;
    }

    private List<Said> sideBySide(List<Project> projects, Ask ask) throws InterruptedException {
        var total = settings.questionWait().multipliedBy(WAVES);
        long deadline = System.nanoTime() + total.toNanos();
        var turns = new Semaphore(settings.waveProjects());
        var tasks = new ArrayList<FutureTask<Said>>();
        try {
            for (var project : projects) {
                if (!turns.tryAcquire(left(deadline), TimeUnit.NANOSECONDS)) {
                    break;
                }
                var task = new FutureTask<>(() -> inTurn(turns, project, ask));
                tasks.add(task);
                Thread.ofVirtual().name("explain").start(RequestContext.passedOn(task));
            }
            var answers = new ArrayList<Said>();
            for (int i = 0; i < projects.size(); i++) {
                var answer =
                        i < tasks.size() ? await(tasks.get(i), deadline) : Optional.<Said>empty();
                answers.add(answer.orElse(unheard(projects.get(i), total)));
            }
            return answers;
        } finally {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    private static long left(long deadline) {
        return Math.max(0, deadline - System.nanoTime());
    }

    private static Said inTurn(Semaphore turns, Project project, Ask ask)
            throws InterruptedException {
        try {
            return ask.of(project);
        } finally {
            turns.release();
        }
    }

    private static Optional<Said> await(FutureTask<Said> task, long deadline)
            throws InterruptedException {
        try {
            return Optional.of(task.get(left(deadline), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a project could not be asked", e.getCause());
        }
    }

    private static Said unheard(Project project, Duration wait) {
        var reason = "not heard within " + wait.toMillis() + " ms";
        return new Said(new Answer(project.name(), false, false, false, reason), true);
    }

    private Said answer(Project project, boolean ruled, Optional<String> host, Question question)
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
        boolean present = finding instanceof Finding.Present;
        return new Said(
                new Answer(
                        project.name(),
                        present,
                        present,
                        !(finding instanceof Finding.Unclear),
                        words(finding)),
                question.isByName() && Wave.isDoubtful(finding));
    }

    private static Said notAsked(Project project, String reason) {
        return new Said(
                new Answer(project.name(), false, false, true, "not asked: " + reason), false);
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
