package dev.berth.router.resolve;

import dev.berth.oci.Manifest;
import dev.berth.oci.MediaType;
import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.waiting.Waits;
import dev.berth.router.flight.Flights;
import dev.berth.router.metrics.RouterMetrics;
import dev.berth.router.project.Project;
import dev.berth.router.resolve.FetchManifest.Fetched;
import dev.berth.router.resolve.ManifestStore.Content;
import dev.berth.router.resolve.Memory.ManifestKey;
import dev.berth.router.resolve.Memory.Mapping;
import dev.berth.router.resolve.Question.OfManifest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Finds the project of a manifest, and the manifest.
///
/// How it works: a mapping that is fresh is believed, and its bytes come from memory. A tag whose
/// digest was not checked for `tagTtl` is checked by one HEAD at its project: for `staleTtl` more
/// all are answered what is known meanwhile, and after that they wait for it. Where there is no
/// mapping, or its project says 404, the home of the repository is asked, then all candidates. A
/// mapping older than `mappingTtl` is used once more while one flight looks all candidates through.
/// If the project of a mapping gives no answer, what is known is used for the same `staleTtl`; one
/// that says 404 or refuses ends it at once.
///
/// Who wants the bytes and who wants the head only have the same question asked: a flight for bytes
/// waits for the flight for the head, or begins it, and then fetches them where that says. So
/// clients that send HEAD and GET at one time ask each project once, and HEAD waits for no body.
///
/// Thread-safe.
public final class ResolveManifest {
    private static final Logger log = LoggerFactory.getLogger(ResolveManifest.class);

    private final ResolveSettings settings;
    private final ProjectRegistry registry;
    private final Locate locate;
    private final FetchManifest fetch;
    private final Memory memory;
    private final SharedMappings shared;
    private final ManifestStore store;
    private final Flights<Flight, Resolved> flights;

    /// Apart from the others, since each of these waits for one of them.
    private final Flights<ManifestKey, Resolved> bodies;
    private final RouterMetrics metrics;
    private final LongSupplier nanoTime;

    ResolveManifest(
            ResolveSettings settings,
            ProjectRegistry registry,
            Locate locate,
            Memory memory,
            SharedMappings shared,
            RouterMetrics metrics,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.registry = registry;
        this.locate = locate;
        this.memory = memory;
        this.shared = shared;
        this.store = new ManifestStore(settings.manifestBytes());
        this.fetch = new FetchManifest(registry, store, metrics);
        this.flights = new Flights<>(metrics);
        this.bodies = new Flights<>(metrics);
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /// What is being found out.
    private record Flight(ManifestKey key, Purpose purpose) {}

    private enum Purpose {
        HEAD,
        REFRESH
    }

    /// Finds a manifest among the candidates.
    ///
    /// @param wanted whether its bytes are
    public Resolved resolve(
            Candidates candidates,
            RepositoryName image,
            Reference reference,
            Accept accept,
            boolean wanted)
            throws InterruptedException {
        long started = System.nanoTime();
        boolean digested = reference instanceof Reference.Digested;
        var key = new ManifestKey(
                candidates, image, reference.toString(), digested ? "" : accept.text());
        var question = new OfManifest(image, reference, digested ? Accept.MANIFESTS : accept);
        var known = memory.mapping(key);
        if (known.isPresent() && isFresh(reference, known.get())) {
            var content = wanted ? store.find(known.get().digest()) : Optional.<Content>empty();
            if (wanted && content.isEmpty()) {
                Waits.begin();
            }
            refreshIfOld(key, question, known.get());
            if (content.isPresent() || !wanted) {
                metrics.resolved("hit", System.nanoTime() - started);
                return found(known.get(), content);
            }
        } else if (known.isPresent() && isUsableMeanwhile(known.get())) {
            var content = wanted ? store.find(known.get().digest()) : Optional.<Content>empty();
            if (content.isPresent() || !wanted) {
                checkMeanwhile(key, question, known.get());
                metrics.resolved("hit", System.nanoTime() - started);
                return found(known.get(), content);
            }
        } else if (known.isEmpty() && memory.isMissing(key)) {
            lookedUp(key, "negative");
            return new Resolved.Unknown();
        }
        Waits.begin();
        lookedUp(key, "miss");
        return fly(key, question, wanted);
    }

    /// @param result see [RouterMetrics#lookedUp]
    private void lookedUp(ManifestKey key, String result) {
        metrics.lookedUp(result);
        log.atDebug()
                .addKeyValue("image", key.image())
                .addKeyValue("reference", key.reference())
                .addKeyValue("cache_result", result)
                .log("cache");
    }

    private boolean isFresh(Reference reference, Mapping mapping) {
        return reference instanceof Reference.Digested
                || isYounger(mapping.checked(), settings.tagTtl());
    }

    /// Whether a tag that is not fresh is served while it is checked. Who has set that nothing is
    /// believed unasked has everybody wait.
    private boolean isUsableMeanwhile(Mapping mapping) {
        return !settings.tagTtl().isZero() && isWithinStaleTtl(mapping);
    }

    private boolean isWithinStaleTtl(Mapping mapping) {
        return isYounger(mapping.checked(), settings.tagTtl().plus(settings.staleTtl()));
    }

    /// Has the tag checked by one flight, which whoever comes too late for the window joins.
    private void checkMeanwhile(ManifestKey key, OfManifest question, Mapping mapping) {
        lookedUp(key, "stale");
        if (isOld(mapping)) {
            launchRefresh(key, question);
        }
        if (memory.mayCheck(key)) {
            flights.launch(new Flight(key, Purpose.HEAD), () -> lookUp(key, question));
        }
    }

    private boolean isYounger(long nanos, Duration than) {
        return nanoTime.getAsLong() - nanos < than.toNanos();
    }

    /// Has the candidates looked through again, by one flight, while the mapping is used.
    private void refreshIfOld(ManifestKey key, OfManifest question, Mapping mapping) {
        if (!isOld(mapping)) {
            lookedUp(key, "hit");
            return;
        }
        lookedUp(key, "stale");
        launchRefresh(key, question);
    }

    private void launchRefresh(ManifestKey key, OfManifest question) {
        if (memory.mayRefresh(key)) {
            flights.launch(new Flight(key, Purpose.REFRESH), () -> refresh(key, question));
        }
    }

    private boolean isOld(Mapping mapping) {
        return !isYounger(mapping.located(), settings.mappingTtl());
    }

    private Resolved refresh(ManifestKey key, OfManifest question) throws InterruptedException {
        var located = locate.locate(key.candidates().projects(), question);
        if (located instanceof Located.At(var project, var present)
                && present.digest().isPresent()) {
            long now = nanoTime.getAsLong();
            var _ = remember(
                    key,
                    new Mapping(
                            project,
                            present.digest().get(),
                            present.type(),
                            present.bytes(),
                            now,
                            now));
        } else if (located instanceof Located.Nowhere) {
            missing(key);
        } else if (located instanceof Located.Ambiguous) {
            memory.forget(key); // Whoever asks next is told.
        }
        return new Resolved.Unknown(); // Nobody waits for it.
    }

    /// The type is what the project of the mapping says: the bytes may be another's.
    private static Resolved found(Mapping mapping, Optional<Content> content) {
        var type = mapping.type();
        return new Resolved.Found(
                mapping.project(),
                mapping.digest(),
                type.isEmpty() ? content.map(Content::type).orElse("") : type,
                content.map(each -> (long) each.bytes().length).orElse(mapping.bytes()),
                content.map(Content::bytes));
    }

    private Resolved fly(ManifestKey key, OfManifest question, boolean wanted)
            throws InterruptedException {
        long started = System.nanoTime();
        var resolved = wanted
                ? bodies.join(key, () -> withBytes(key, question), flightWait(key))
                        .orElseGet(ResolveManifest::heldBack)
                : head(key, question);
        boolean answered =
                resolved instanceof Resolved.Found || resolved instanceof Resolved.Unknown;
        metrics.resolved(answered ? "miss" : "error", System.nanoTime() - started);
        return resolved;
    }

    private static Resolved heldBack() {
        return new Resolved.Unclear(Trouble.of(Trouble.Kind.HELD_BACK));
    }

    private Resolved head(ManifestKey key, OfManifest question) throws InterruptedException {
        return flights.join(
                        new Flight(key, Purpose.HEAD), () -> lookUp(key, question), flightWait(key))
                .orElseGet(ResolveManifest::heldBack);
    }

    /// For the known project, for every wave, and for the body, with a retry.
    private Duration flightWait(ManifestKey key) {
        int waves = 1 + key.candidates().projects().size() / settings.waveProjects();
        return settings.questionWait().multipliedBy(waves + 4L);
    }

    private Resolved lookUp(ManifestKey key, OfManifest question) throws InterruptedException {
        var meanwhile = remembered(key, question);
        if (meanwhile.isPresent()) {
            return meanwhile.get(); // By a flight that landed while this one got ready.
        }
        long started = System.nanoTime();
        var told = tell(key, question);
        var resolved = told.isPresent() ? told.get() : ask(key, question);
        log.atDebug()
                .addKeyValue("image", key.image())
                .addKeyValue("reference", key.reference())
                .addKeyValue("project", resolved.owner())
                .addKeyValue("duration_ms", millisSince(started))
                .addKeyValue("result", resolved.result())
                .addKeyValue("error", resolved.error())
                .log("manifest_resolve");
        return resolved;
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    private Optional<Resolved> remembered(ManifestKey key, OfManifest question) {
        var known = memory.mapping(key);
        if (known.isEmpty() && memory.isMissing(key)) {
            return Optional.of(new Resolved.Unknown());
        }
        return known.filter(mapping -> isFresh(question.reference(), mapping))
                .map(mapping -> found(mapping, store.find(mapping.digest())));
    }

    /// The bytes, of where the head says that they are.
    private Resolved withBytes(ManifestKey key, OfManifest question) throws InterruptedException {
        var resolved = head(key, question);
        if (!(resolved instanceof Resolved.Found found) || found.content().isPresent()) {
            return resolved;
        }
        return fetchedAnywhere(key, question, found.project(), true);
    }

    /// What another router found out, if that is new enough; what is older is a hint.
    private Optional<Resolved> tell(ManifestKey key, OfManifest question)
            throws InterruptedException {
        var known = shared.find(key);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        return switch (known.get()) {
            case SharedMappings.Known.Nowhere _ -> {
                memory.forget(key); // Not remembered here as absent: it would get younger.
                yield Optional.of(new Resolved.Unknown());
            }
            case SharedMappings.Known.At(var mapping) -> {
                memory.found(key, mapping);
                yield isFresh(question.reference(), mapping)
                        ? Optional.of(told(key, mapping))
                        : Optional.empty();
            }
        };
    }

    private Resolved told(ManifestKey key, Mapping mapping) {
        var content = store.find(mapping.digest());
        content.ifPresent(each -> rememberOrigins(key, mapping.project(), each));
        return found(mapping, content);
    }

    private Resolved ask(ManifestKey key, OfManifest question) throws InterruptedException {
        return switch (current(key, question)) {
            case Located.At(var project, var present) -> found(key, question, project, present);
            case Located.Nowhere _ -> {
                missing(key);
                yield new Resolved.Unknown();
            }
            case Located.Unclear(var trouble) -> stale(key, trouble, false);
            case Located.Ambiguous(var projects) -> new Resolved.Ambiguous(projects);
        };
    }

    private void missing(ManifestKey key) {
        shared.missing(key, memory.mapping(key).isPresent());
        memory.missing(key);
    }

    /// Which project has it now.
    private Located current(ManifestKey key, OfManifest question) throws InterruptedException {
        var known = memory.mapping(key);
        if (known.isPresent()) {
            return again(key, question, known.get().project());
        }
        if (settings.strict()) {
            return locate.locate(key.candidates().projects(), question);
        }
        var hint = hint(key, question);
        return hint.isPresent()
                ? again(key, question, hint.get())
                : locate.locate(key.candidates().projects(), question);
    }

    /// The project whose index names this manifest, or which has others of the repository.
    private Optional<Project> hint(ManifestKey key, OfManifest question) {
        var candidates = key.candidates();
        var origin = question.reference() instanceof Reference.Digested(var digest)
                ? memory.origin(candidates, key.image(), digest)
                : Optional.<Project>empty();
        return origin.or(() -> memory.home(candidates, key.image()));
    }

    /// Asks one project, and the others only if it says 404.
    private Located again(ManifestKey key, OfManifest question, Project project)
            throws InterruptedException {
        return switch (registry.askPatiently(project, question)) {
            case Finding.Present present -> new Located.At(project, present);
            case Finding.Unclear(var trouble) -> new Located.Unclear(trouble);
            case Finding.Absent _ -> {
                memory.forget(key);
                yield locate.locate(others(key.candidates(), project), question);
            }
        };
    }

    private static List<Project> others(Candidates candidates, Project but) {
        var others = new ArrayList<>(candidates.projects());
        others.remove(but);
        return others;
    }

    /// A project that tells no digest has its bytes fetched, to find it.
    private Resolved found(
            ManifestKey key, OfManifest question, Project project, Finding.Present present)
            throws InterruptedException {
        if (present.digest().isEmpty()) {
            return fetchedAnywhere(key, question, project, false);
        }
        var kept = store.find(present.digest().get());
        var mapping = remember(
                key,
                new Mapping(
                        project,
                        present.digest().get(),
                        present.type(),
                        present.bytes(),
                        located(key, project),
                        nanoTime.getAsLong()));
        kept.ifPresent(each -> rememberOrigins(key, project, each));
        return found(mapping, kept);
    }

    /// @param wanted whether an old head without its bytes is no answer
    private Resolved fetchedAnywhere(
            ManifestKey key, OfManifest question, Project first, boolean wanted)
            throws InterruptedException {
        var fetched = fetched(key, question, first, wanted);
        return fetched.isPresent() ? fetched.get() : elsewhere(key, question, first, wanted);
    }

    /// What a project told of is not there when it is fetched: the others are asked, once.
    private Resolved elsewhere(
            ManifestKey key, OfManifest question, Project without, boolean wanted)
            throws InterruptedException {
        return switch (locate.locate(others(key.candidates(), without), question)) {
            case Located.At(var project, var _) ->
                fetched(key, question, project, wanted)
                        .orElseGet(() -> new Resolved.Unclear(Trouble.of(Trouble.Kind.INVALID)));
            case Located.Nowhere _ -> {
                missing(key);
                yield new Resolved.Unknown();
            }
            case Located.Unclear(var trouble) -> new Resolved.Unclear(trouble);
            case Located.Ambiguous(var projects) -> new Resolved.Ambiguous(projects);
        };
    }

    /// Empty if the project does not have it, after all.
    private Optional<Resolved> fetched(
            ManifestKey key, OfManifest question, Project project, boolean wanted)
            throws InterruptedException {
        Consumer<Content> arrived = content -> rememberOrigins(key, project, content);
        return switch (fetch.fetch(project, question, arrived)) {
            case Fetched.Gone _ -> {
                memory.forget(key);
                yield Optional.empty();
            }
            case Fetched.Unclear(var trouble) -> Optional.of(stale(key, trouble, wanted));
            case Fetched.Manifest(var digest, var fetched) -> {
                var mapping = remember(
                        key,
                        new Mapping(
                                project,
                                digest,
                                fetched.type(),
                                fetched.bytes().length,
                                located(key, project),
                                nanoTime.getAsLong()));
                yield Optional.of(found(mapping, Optional.of(fetched)));
            }
        };
    }

    /// When all candidates were asked: as long as the project stays, what it was.
    private long located(ManifestKey key, Project project) {
        return memory.mapping(key)
                .filter(known -> known.project().equals(project))
                .map(Mapping::located)
                .orElseGet(nanoTime::getAsLong);
    }

    /// Who asks for the digest next, or for what refers to it, is sent to the same project.
    private Mapping remember(ManifestKey key, Mapping mapping) {
        shared.found(key, mapping, memory.mapping(key));
        memory.found(key, mapping);
        memory.from(mapping.project(), key.candidates(), key.image(), mapping.digest());
        return mapping;
    }

    /// Layers and manifests that this one names are asked for where it came from.
    private void rememberOrigins(ManifestKey key, Project project, Content content) {
        try {
            var manifest = Manifest.parse(content.bytes(), MediaType.parse(content.type()));
            for (var referenced : manifest.references()) {
                memory.from(
                        project,
                        key.candidates(),
                        key.image(),
                        referenced.descriptor().digest());
            }
        } catch (OciException e) {
            log.atDebug()
                    .addKeyValue("image", key.image())
                    .addKeyValue("error", e.getMessage())
                    .log("a manifest that cannot be read is passed on");
        }
    }

    /// What was known before, if it is not too old and nothing better can be had.
    private Resolved stale(ManifestKey key, Trouble trouble, boolean wanted) {
        if (trouble.kind() == Trouble.Kind.REFUSED) {
            memory.forget(key); // An answer: it may not be read any more.
        }
        var known = memory.mapping(key).filter(this::isWithinStaleTtl);
        var content = known.map(Mapping::digest).flatMap(store::find);
        if (known.isEmpty() || (wanted && content.isEmpty())) {
            return new Resolved.Unclear(trouble);
        }
        lookedUp(key, "stale");
        return found(known.get(), content);
    }

    /// Flights under way.
    int underWay() {
        return flights.underWay() + bodies.underWay();
    }
}
