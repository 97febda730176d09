package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.CPU_MICROS_PER_REQUEST;
import static dev.berth.bench.measure.Figure.REQUESTS_PER_CPU_SECOND;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.http.Request;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.measure.Bar;
import dev.berth.bench.target.Access;
import dev.berth.bench.target.Credentials;
import dev.berth.bench.target.Registry;
import dev.berth.bench.target.Scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tokens and pulls as an administrator, as a user with ten memberships, and as a robot.
final class ManyCallers {
    private static final double AS_ADMINISTRATOR = 1.15;

    private ManyCallers() {}

    static List<Case> cases(Plan plan, Inhabited inhabited) {
        var cases = new ArrayList<Case>();
        for (Who who : Who.values()) {
            cases.add(inhabited
                    .load(
                            "GET a token, " + who.words,
                            REQUESTS_PER_CPU_SECOND,
                            registry -> tokens(inhabited, registry, who))
                    .judgedBy(Inhabited.P95));
        }
        for (Shown shown : Shown.values()) {
            Case administrator = pull(plan, inhabited, Who.ADMINISTRATOR, shown);
            var compared =
                    Bar.atMostTimes(AS_ADMINISTRATOR, administrator.name(), CPU_MICROS_PER_REQUEST);
            cases.add(administrator);
            cases.add(pull(plan, inhabited, Who.USER, shown).judgedBy(compared));
            cases.add(pull(plan, inhabited, Who.ROBOT, shown).judgedBy(compared));
        }
        return cases;
    }

    private enum Who {
        ADMINISTRATOR("administrator"),
        USER("user with ten memberships"),
        ROBOT("robot");

        private final String words;

        Who(String words) {
            this.words = words;
        }
    }

    /// What a request carries.
    private enum Shown {
        TOKEN("Bearer"),
        PASSWORD("Basic");

        private final String word;

        Shown(String word) {
            this.word = word;
        }
    }

    private static Credentials credentials(Inhabited inhabited, Registry registry, Who who)
            throws IOException {
        return switch (who) {
            case ADMINISTRATOR -> Inhabited.administrator(registry);
            case USER -> inhabited.population().credentials(0);
            case ROBOT -> inhabited.robot(registry);
        };
    }

    /// For each of ten repositories by turns.
    private static List<Request> tokens(Inhabited inhabited, Registry registry, Who who)
            throws IOException, InterruptedException {
        var access =
                Access.to(registry.endpoint(), Optional.of(credentials(inhabited, registry, who)));
        var requests = new ArrayList<Request>();
        for (String repository : inhabited.publishImages(registry)) {
            requests.add(access.tokenRequest(Scope.pull(repository)));
        }
        return requests;
    }

    private static Case pull(Plan plan, Inhabited inhabited, Who who, Shown shown) {
        String name = "GET manifest with %s, %s".formatted(shown.word, who.words);
        return Case.of(name, REQUESTS_PER_CPU_SECOND, registry -> {
            inhabited.fill(registry);
            List<String> repositories = inhabited.publishImages(registry);
            var caller = credentials(inhabited, registry, who);
            var access = Access.to(registry.endpoint(), Optional.of(caller));
            return Steady.run(plan, registry, Inhabited.CONNECTIONS, () -> {
                var requests = new ArrayList<Request>();
                for (String repository : repositories) {
                    String authorization = switch (shown) {
                        case TOKEN ->
                            access.authorization(Scope.pull(repository)).orElseThrow();
                        case PASSWORD -> caller.basic();
                    };
                    requests.add(new RequestBuilder(
                                    registry.endpoint(),
                                    "GET",
                                    "/v2/" + repository + "/manifests/latest")
                            .header("Authorization", authorization)
                            .header("Accept", Manifest.MEDIA_TYPE)
                            .expecting(200));
                }
                return requests;
            });
        });
    }
}
