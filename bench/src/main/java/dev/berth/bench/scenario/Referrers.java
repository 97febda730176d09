package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.CPU_MICROS_PER_REQUEST;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Publication;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// B17: signatures and attestations of one image among many.
final class Referrers implements Scenario {
    private static final int CONNECTIONS = 64;
    private static final String SIGNATURE = "application/vnd.dev.berth.bench.signature";
    private static final String SBOM = "application/vnd.dev.berth.bench.sbom";

    /// @param images manifests that nothing refers to
    /// @param referrers of one further image, half of them signatures
    private record Size(int images, int referrers) {}

    @Override
    public String id() {
        return "B17";
    }

    @Override
    public String title() {
        return "GET referrers";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.REFERRERS, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        var large = new Size(plan.items(200, 9_000), plan.pick(20, 1_000));
        var narrow = new Size(plan.items(200, 10_000), 10);
        var small = new Size(plan.pick(2, 100), 10);
        Case few = list(plan, small, "");
        return List.of(
                list(plan, large, ""),
                list(plan, large, "?artifactType=" + SIGNATURE),
                few,
                list(plan, narrow, "")
                        .judgedBy(Bar.atMostTimes(1.2, few.name(), CPU_MICROS_PER_REQUEST)));
    }

    private static Case list(Plan plan, Size size, String filter) {
        String name = "%,d referrers among %,d manifests%s, 64 connections"
                .formatted(
                        size.referrers,
                        size.images + size.referrers,
                        filter.isEmpty() ? "" : ", by type");
        return Case.of(
                name, REQUESTS_PER_CPU_SECOND, registry -> open(plan, registry, size, filter));
    }

    private static Case.Run open(Plan plan, Registry registry, Size size, String filter)
            throws IOException, InterruptedException {
        String repository =
                plan.repository("referrers-%d-%d".formatted(size.images, size.referrers));
        Manifest subject = TaggedRepository.image(plan, -1);
        registry.seedOnce(repository, () -> publish(plan, registry, repository, subject, size));
        String path = "/v2/" + repository + "/referrers/" + subject.digest();
        var scope = Scope.pull(repository);
        Pages.walk(registry, path, scope, "manifests").requireItems(size.referrers, registry);
        return Steady.run(
                plan,
                registry,
                CONNECTIONS,
                () -> List.of(registry.request("GET", path + filter, scope).expecting(200)));
    }

    private static void publish(
            Plan plan, Registry registry, String repository, Manifest subject, Size size)
            throws IOException, InterruptedException {
        TaggedRepository.publishBlobs(plan, registry, repository);
        List<RandomBlob> blobs = TaggedRepository.blobs(plan);
        var manifests = new ArrayList<Publication>();
        manifests.add(new Publication.OfManifest(repository, "subject", subject));
        for (int i = 0; i < size.images; i++) {
            manifests.add(new Publication.OfManifest(
                    repository, TaggedRepository.tag(i), TaggedRepository.image(plan, i)));
        }
        for (int i = 0; i < size.referrers; i++) {
            String type = i % 2 == 0 ? SIGNATURE : SBOM;
            Manifest referrer = Manifest.referrer(subject, type, blobs.get(0), blobs.get(1), i);
            manifests.add(new Publication.OfManifest(repository, referrer.digest(), referrer));
        }
        registry.publisher().publish(manifests);
    }
}
