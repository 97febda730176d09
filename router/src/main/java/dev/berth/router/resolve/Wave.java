package dev.berth.router.resolve;

import dev.berth.platform.telemetry.RequestContext;
import dev.berth.router.project.Project;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One question to several projects at once, and who of them is to be believed.
///
/// How it works: projects are in the order of their authority. The first in that order that has it
/// is the one, once every project before it has answered. Those before it that are of the same
/// priority get [#GRACE] from the first good answer on, so that one that hangs delays nobody for
/// long; those of a better priority are waited for until they answer or their time is over, so that
/// a slow owner is never overtaken by a quick impostor. In strict mode everybody is waited for, and
/// several owners are none.
///
/// Each project is asked by a thread of its own, which ends by the deadline of its call, also when
/// the wave was decided before.
final class Wave {
    /// For those of equal priority that come before a project that has it.
    static final Duration GRACE = Duration.ofMillis(30);

    private final List<Project> projects;
    private final boolean strict;
    private final boolean ownable;
    private final Consumer<List<String>> conflict;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final @Nullable Finding[] findings;
    private int missing;
    private long graceEnds;

    /// @param ownable whether it matters who has it: it has a name that others could give as well
    /// @param conflict told the names when several projects have it, once all have answered
    Wave(List<Project> projects, boolean strict, boolean ownable, Consumer<List<String>> conflict) {
        this.projects = projects;
        this.strict = strict;
        this.ownable = ownable;
        this.conflict = conflict;
        this.findings = new Finding[projects.size()];
        this.missing = projects.size();
    }

    /// Asks one project.
    @FunctionalInterface
    interface Ask {
        Finding ask(Project project) throws InterruptedException;
    }

    /// Asks all, and waits until one is to be believed or all have answered.
    Located decide(Ask ask) throws InterruptedException {
        for (int i = 0; i < projects.size(); i++) {
            int index = i;
            Thread.ofVirtual()
                    .name("probe")
                    .start(RequestContext.passedOn(() -> answer(index, ask)));
        }
        lock.lockInterruptibly();
        try {
            var located = decided();
            while (located.isEmpty()) {
                if (graceEnds == 0) {
                    answered.await();
                } else {
                    answered.awaitNanos(graceEnds - System.nanoTime());
                }
                located = decided();
            }
            return located.get();
        } finally {
            lock.unlock();
        }
    }

    private void answer(int index, Ask ask) {
        Finding finding = new Finding.Unclear(Trouble.of(Trouble.Kind.INVALID));
        try {
            finding = ask.ask(projects.get(index));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            put(index, finding);
        }
    }

    private void put(int index, Finding finding) {
        var owners = new ArrayList<String>();
        lock.lock();
        try {
            findings[index] = finding;
            missing--;
            if (missing == 0) {
                owners.addAll(owners());
            }
            answered.signal();
        } finally {
            lock.unlock();
        }
        if (owners.size() > 1) {
            conflict.accept(owners);
        }
    }

    private List<String> owners() {
        var owners = new ArrayList<String>();
        for (int i = 0; i < findings.length; i++) {
            if (findings[i] instanceof Finding.Present) {
                owners.add(projects.get(i).name());
            }
        }
        return owners;
    }

    /// Under the lock.
    private Optional<Located> decided() {
        if (missing == 0) {
            return Optional.of(everybody());
        }
        if (strict) {
            return Optional.empty();
        }
        @Nullable Project awaited = null;
        for (int i = 0; i < findings.length; i++) {
            var project = projects.get(i);
            var finding = findings[i];
            if (finding == null && awaited == null) {
                awaited = project;
            }
            if (finding instanceof Finding.Present present && present.acceptable()) {
                return isBelieved(project, awaited)
                        ? Optional.of(at(project, present))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// @param awaited the first project that has not answered, if it comes before `owner`
    private boolean isBelieved(Project owner, @Nullable Project awaited) {
        if (awaited == null) {
            return true;
        }
        if (awaited.priority() < owner.priority()) {
            return false;
        }
        long now = System.nanoTime();
        if (graceEnds == 0) {
            graceEnds = now + GRACE.toNanos();
        }
        return now - graceEnds >= 0;
    }

    /// What all of them together say.
    private Located everybody() {
        var owners = owners();
        var trouble = trouble();
        if (strict && owners.size() > 1) {
            return new Located.Ambiguous(owners);
        }
        if (strict && trouble.isPresent()) {
            return new Located.Unclear(trouble.get());
        }
        return present(true)
                .or(() -> present(false))
                .or(() -> trouble.map(Located.Unclear::new))
                .orElseGet(Located.Nowhere::new);
    }

    private Optional<Located> present(boolean acceptable) {
        for (int i = 0; i < findings.length; i++) {
            if (findings[i] instanceof Finding.Present present
                    && (present.acceptable() || !acceptable)) {
                return Optional.of(at(projects.get(i), present));
            }
        }
        return Optional.empty();
    }

    /// Every project of a better priority has answered.
    private Located at(Project owner, Finding.Present present) {
        var doubt = doubt().filter(better -> better.priority() < owner.priority());
        return doubt.isPresent()
                ? new Located.Unclear(doubt.get().trouble())
                : new Located.At(owner, present);
    }

    /// The best project that cannot tell whether it has it, of those that have answered.
    Optional<Doubt> doubt() {
        if (!ownable) {
            return Optional.empty();
        }
        lock.lock();
        try {
            for (int i = 0; i < findings.length; i++) {
                if (findings[i] instanceof Finding.Unclear(var trouble)
                        && isDoubtful(findings[i])) {
                    return Optional.of(new Doubt(projects.get(i).priority(), trouble));
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nobody knows from this if the project has it.
    static boolean isDoubtful(@Nullable Finding finding) {
        return finding instanceof Finding.Unclear(var trouble)
                && trouble.kind() != Trouble.Kind.REFUSED;
    }

    /// Whatever is of a worse priority is not believed.
    record Doubt(int priority, Trouble trouble) {}

    private Optional<Trouble> trouble() {
        Optional<Trouble> worst = Optional.empty();
        for (var finding : findings) {
            if (finding instanceof Finding.Unclear(var trouble)) {
                worst = Optional.of(worst.map(trouble::and).orElse(trouble));
            }
        }
        return worst;
    }
}
