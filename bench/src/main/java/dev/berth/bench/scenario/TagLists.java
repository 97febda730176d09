package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.CPU_MICROS_PER_REQUEST;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.http.Request;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// B15: lists of tags: in pages, from the middle, and whole.
final class TagLists implements Scenario {
    private static final int CONNECTIONS = 16;
    private static final int GROWTH = 100;

    @Override
    public String id() {
        return "B15";
    }

    @Override
    public String title() {
        return "GET tags/list";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.LIST, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        int few = plan.pick(10, 100);
        int many = plan.items(200, few * GROWTH);
        int page = few / 2;
        var peer = Bar.atLeast(10, "distribution", REQUESTS_PER_CPU_SECOND);
        Case small = list(
                plan,
                "%d tags from the middle of %,d".formatted(page, few),
                few,
                name -> List.of(middle(name, few, page)));
        Case large = list(
                        plan,
                        "%d tags from the middle of %,d".formatted(page, many),
                        many,
                        name -> List.of(middle(name, many, page)))
                .judgedBy(Bar.atMostTimes(1.2, small.name(), CPU_MICROS_PER_REQUEST));
        return List.of(
                list(plan, "pages of 100 through %,d tags".formatted(many), many, name -> List.of())
                        .judgedBy(peer),
                small,
                large,
                list(
                        plan,
                        "%,d tags whole".formatted(many),
                        many,
                        name -> List.of("/v2/" + name + "/tags/list")));
    }

    /// Which paths are asked for; none means all pages of a hundred.
    @FunctionalInterface
    private interface Paths {
        List<String> in(String repository);
    }

    private static Case list(Plan plan, String name, int tags, Paths paths) {
        return Case.of(
                name + ", 16 connections",
                REQUESTS_PER_CPU_SECOND,
                registry -> open(plan, registry, tags, paths));
    }

    private static String middle(String repository, int tags, int page) {
        return "/v2/%s/tags/list?n=%d&last=%s"
                .formatted(repository, page, TaggedRepository.tag(tags / 2 - 1));
    }

    private static Case.Run open(Plan plan, Registry registry, int tags, Paths paths)
            throws IOException, InterruptedException {
        var repository = TaggedRepository.of(plan, "list-" + tags, tags);
        repository.publish(plan, registry);
        var scope = Scope.pull(repository.name());
        Pages pages = Pages.walk(
                        registry, "/v2/" + repository.name() + "/tags/list?n=100", scope, "tags")
                .requireItems(tags, registry);
        List<String> asked = paths.in(repository.name());
        return Steady.run(plan, registry, CONNECTIONS, () -> {
            var requests = new ArrayList<Request>();
            for (String path : asked.isEmpty() ? pages.paths() : asked) {
                requests.add(registry.request("GET", path, scope).expecting(200));
            }
            return requests;
        });
    }
}
