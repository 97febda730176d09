package dev.berth.bench.scenario;

import static dev.berth.bench.measure.Figure.REQUESTS_PER_SECOND;

import dev.berth.bench.http.Request;
import dev.berth.bench.population.Population;
import dev.berth.bench.target.Credentials;
import dev.berth.bench.target.Registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Searches of Harbor's API: each request looks for something else.
final class ApiSearches {
    private static final int DIFFERENT = 100;

    private ApiSearches() {}

    static List<Case> cases(Inhabited inhabited) {
        var population = inhabited.population();
        String crowded = Inhabited.API + "/projects/" + population.crowded();
        return List.of(
                search(
                        inhabited,
                        "projects by a part of their name",
                        ApiSearches::administrator,
                        n -> "/projects?q=name%3D~"
                                + part(Population.project(n % population.projects()))),
                search(
                        inhabited,
                        "users by a part of their name",
                        ApiSearches::administrator,
                        n -> "/users/search?username="
                                + part(Population.user(n % population.users()))),
                search(
                        inhabited,
                        "members by a part of their name",
                        ApiSearches::administrator,
                        n -> crowded.substring(Inhabited.API.length()) + "/members?entityname="
                                + part(Population.user(n % population.users()))),
                robots(inhabited),
                search(
                        inhabited,
                        "the audit log by user",
                        ApiSearches::administrator,
                        n -> "/auditlog-exts?q=username%3D"
                                + Population.user(n % population.users())),
                search(
                        inhabited,
                        "the audit log by operation",
                        ApiSearches::administrator,
                        n -> "/auditlog-exts?q=operation%3D" + (n % 2 == 0 ? "pull" : "create")),
                search(
                        inhabited,
                        "everything, as administrator",
                        ApiSearches::administrator,
                        n -> "/search?q=" + part(Population.project(n % population.projects()))),
                search(
                        inhabited,
                        "everything, as a user",
                        _ -> population.credentials(0),
                        n -> "/search?q=" + part(Population.project(n % population.projects()))),
                search(
                        inhabited,
                        "one's projects, as a user",
                        _ -> population.credentials(0),
                        _ -> "/projects"));
    }

    @FunctionalInterface
    private interface Caller {
        Credentials in(Registry registry) throws IOException;
    }

    /// The n-th thing to ask, below the root of the API.
    @FunctionalInterface
    private interface Question {
        String path(int number);
    }

    private static Case search(Inhabited inhabited, String name, Caller caller, Question question) {
        return inhabited
                .load(
                        "search " + name,
                        REQUESTS_PER_SECOND,
                        registry -> requests(registry, caller.in(registry), question))
                .judgedBy(Inhabited.P95);
    }

    private static Case robots(Inhabited inhabited) {
        return search(
                inhabited,
                "robots by a part of their name",
                registry -> {
                    // Whoever has no robots has nothing to search.
                    inhabited.robot(registry);
                    return administrator(registry);
                },
                n -> "/robots?q=name%3D~" + part("bench-r%06d".formatted(n)));
    }

    private static List<Request> requests(
            Registry registry, Credentials caller, Question question) {
        var requests = new ArrayList<Request>();
        for (int n = 0; n < DIFFERENT; n++) {
            requests.add(Inhabited.get(registry, Inhabited.API + question.path(n), caller)
                    .expecting(200));
        }
        return requests;
    }

    private static Credentials administrator(Registry registry) throws IOException {
        return Inhabited.administrator(registry);
    }

    /// Its last four characters: as a person would type them.
    private static String part(String name) {
        return name.substring(name.length() - 4);
    }
}
