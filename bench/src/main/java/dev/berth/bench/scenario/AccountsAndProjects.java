package dev.berth.bench.scenario;

import dev.berth.bench.target.Ability;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// B30: Harbor's API, tokens and rights with many accounts, projects and audit entries.
final class AccountsAndProjects implements Scenario {

    @Override
    public String id() {
        return "B30";
    }

    @Override
    public String title() {
        return "accounts and projects";
    }

    @Override
    public Set<Ability> needs() {
        return Set.of(Ability.ACCOUNTS, Ability.RESTART, Ability.TOKENS, Ability.PUSH);
    }

    @Override
    public List<Case> cases(Plan plan) {
        var inhabited = Inhabited.of(plan);
        return Stream.of(
                        ApiLists.cases(inhabited),
                        ApiSearches.cases(inhabited),
                        ManyCallers.cases(plan, inhabited),
                        InhabitedRest.cases(plan, inhabited))
                .flatMap(List::stream)
                .toList();
    }
}
