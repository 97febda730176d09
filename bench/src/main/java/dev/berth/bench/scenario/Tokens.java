package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.http.Request;
import dev.berth.bench.target.Ability;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// B29: what it costs to know who asks: fetching a token, showing it, showing a password.
final class Tokens implements Scenario {
    private static final int CONNECTIONS = 64;

    @Override
    public String id() {
        return "B29";
    }

    @Override
    public String title() {
        return "authentication";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.TOKENS, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        return List.of(
                ask(plan, "GET a token", Tokens::token),
                ask(plan, "HEAD manifest with Bearer", Tokens::bearer),
                ask(plan, "HEAD manifest with Basic", Tokens::basic));
    }

    @FunctionalInterface
    private interface Question {
        Request format(Registry registry, String repository) throws IOException;
    }

    private static Case ask(Plan plan, String name, Question question) {
        return Case.of(name + ", 64 connections", REQUESTS_PER_CPU_SECOND, registry -> {
            var repository = TaggedRepository.of(plan, "tokens", 1);
            repository.publish(plan, registry);
            return Steady.run(
                    plan,
                    registry,
                    CONNECTIONS,
                    () -> List.of(question.format(registry, repository.name())));
        });
    }

    private static Request token(Registry registry, String repository) throws IOException {
        return registry.access().tokenRequest(Scope.pull(repository));
    }

    private static Request bearer(Registry registry, String repository) throws IOException {
        return registry.manifest("HEAD", repository, TaggedRepository.tag(0)).expecting(200);
    }

    private static Request basic(Registry registry, String repository) throws IOException {
        String password = registry.access()
                .basic()
                .orElseThrow(() -> new IOException(registry.name() + " was given no password"));
        return registry.manifest("HEAD", repository, TaggedRepository.tag(0))
                .header("Authorization", password)
                .expecting(200);
    }
}
