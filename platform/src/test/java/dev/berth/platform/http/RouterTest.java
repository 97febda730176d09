package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.platform.http.RouteGroup.EmptySegments;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RouterTest {
    private static final List<String> V2 = List.of(
            "GET /v2/",
            "GET /v2/{name:**}/tags/list",
            "GET /v2/{name:**}/manifests/{reference}",
            "PUT /v2/{name:**}/manifests/{reference}",
            "GET /v2/{name:**}/blobs/{digest}",
            "DELETE /v2/{name:**}/blobs/{digest}",
            "POST /v2/{name:**}/blobs/uploads/",
            "PATCH /v2/{name:**}/blobs/uploads/{id}",
            "GET /v2/{name:**}/blobs/uploads/{id}");

    private static RouteGroup group(String prefix, List<String> routes) {
        var declared = new ArrayList<Route<?>>();
        for (var route : routes) {
            var method = Method.valueOf(route.substring(0, route.indexOf(' ')));
            var pattern = route.substring(route.indexOf(' ') + 1);
            declared.add(
                    Route.of(route, method, pattern, TestServer.OPEN, (_, _) -> Response.of(200)));
        }
        return new RouteGroup(prefix, declared, new PlainErrors(), Headers.NONE);
    }

    private static Router.Match find(Router router, Method method, String path) {
        var target = RequestTarget.parse(path);
        var table = Objects.requireNonNull(router.table(target.segments()));
        var found = table.find(method, target);
        if (found == null) {
            throw new HttpException(table.refusal(target));
        }
        return found;
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /v2/                                | GET /v2/                                | ",
                "GET    | /v2/a/tags/list                     | GET /v2/{name:**}/tags/list             | a",
                "GET    | /v2/a/b/tags/list/tags/list         | GET /v2/{name:**}/tags/list             | a/b/tags/list",
                "GET    | /v2/blobs/manifests/latest          | GET /v2/{name:**}/manifests/{reference} | blobs latest",
                "GET    | /v2/a/blobs/uploads/manifests/v1    | GET /v2/{name:**}/manifests/{reference} | a/blobs/uploads v1",
                "HEAD   | /v2/a/manifests/v1                  | GET /v2/{name:**}/manifests/{reference} | a v1",
                "GET    | /v2/a/manifests/v%31                | GET /v2/{name:**}/manifests/{reference} | a v1",
                "POST   | /v2/a/blobs/uploads/                | POST /v2/{name:**}/blobs/uploads/       | a",
                "GET    | /v2/a/blobs/uploads/x               | GET /v2/{name:**}/blobs/uploads/{id}    | a x",
                "GET    | /v2/uploads/blobs/x                 | GET /v2/{name:**}/blobs/{digest}        | uploads x",
                "GET    | /v2/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/blobs/x | GET /v2/{name:**}/blobs/{digest} | a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t x"
            })
    void finds_its_route(Method method, String path, String route, String captures) {
        var match = find(new Router(List.of(group("/v2", V2))), method, path);

        assertThat(match.entry().route.operation()).isEqualTo(route);
        assertThat(String.join(" ", match.captures())).isEqualTo(captures == null ? "" : captures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2",
                "/v2//",
                "/v2/a",
                "/v2//tags/list",
                "/v2/a//tags/list",
                "/v2/a/tags/list/",
                "/v2/manifests/x",
                "/v2/a/manifests/",
                "/v2/a/blobs/uploads"
            })
    void paths_of_the_group_without_a_route_are_refused(String path) {
        var router = new Router(List.of(group("/v2", V2.subList(0, 4))));

        assertThatThrownBy(() -> find(router, Method.GET, path))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.problem()).isEqualTo(new HttpProblem.NoRoute(path)));
    }

    @Test
    void a_method_without_a_route_is_told_which_ones_have_one() {
        var router = new Router(List.of(group("/v2", V2)));

        assertThatThrownBy(() -> find(router, Method.POST, "/v2/a/blobs/x"))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.problem())
                                .isEqualTo(new HttpProblem.MethodNotAllowed(
                                        Set.of(Method.GET, Method.HEAD, Method.DELETE))));
    }

    @Test
    void the_longest_prefix_of_whole_segments_owns_a_path() {
        var router = new Router(List.of(
                group("/", List.of("GET /{any:**}")),
                group("/api", List.of("GET /api/{any:**}")),
                group("/api/v2.0", List.of("GET /api/v2.0/{any:**}"))));

        assertThat(find(router, Method.GET, "/api/v2.0/x").entry().route.operation())
                .isEqualTo("GET /api/v2.0/{any:**}");
        assertThat(find(router, Method.GET, "/api/v2.01/x").entry().route.operation())
                .isEqualTo("GET /api/{any:**}");
        assertThat(find(router, Method.GET, "/apix").entry().route.operation())
                .isEqualTo("GET /{any:**}");
        assertThat(new Router(List.of(group("/v2", V2))).table(List.of("v3"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users", "//api/users", "/api//users", "/api/users/"})
    void a_group_may_ignore_empty_segments(String path) {
        var routes = group("/api", List.of("GET /api/users")).routes();
        var router = new Router(List.of(new RouteGroup(
                "/api", routes, new PlainErrors(), Headers.NONE, EmptySegments.IGNORED)));

        assertThat(find(router, Method.GET, path).entry().route.operation())
                .isEqualTo("GET /api/users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/users/", "/api/users"})
    void where_empty_segments_are_ignored_those_of_a_pattern_are(String path) {
        var routes = group("/api", List.of("GET /api/users/")).routes();
        var router = new Router(List.of(new RouteGroup(
                "/api", routes, new PlainErrors(), Headers.NONE, EmptySegments.IGNORED)));

        assertThat(find(router, Method.GET, path).entry().route.operation())
                .isEqualTo("GET /api/users/");
    }

    @Test
    void what_one_group_ignores_counts_in_the_others() {
        var router = new Router(List.of(
                group("/v2", V2),
                new RouteGroup(
                        "/api",
                        List.of(),
                        new PlainErrors(),
                        Headers.NONE,
                        EmptySegments.IGNORED)));

        assertThat(router.table(List.of("", "v2", ""))).isNull();
        assertThat(find(router, Method.GET, "/v2/").entry().route.operation())
                .isEqualTo("GET /v2/");
    }

    @Test
    void more_literals_win_whatever_the_order() {
        var router = new Router(List.of(group(
                "/",
                List.of(
                        "GET /{a}/{b}",
                        "GET /projects/{b}",
                        "GET /projects/all",
                        "GET /{a}/all"))));

        assertThat(find(router, Method.GET, "/projects/all").entry().route.operation())
                .isEqualTo("GET /projects/all");
        assertThat(find(router, Method.GET, "/projects/x").entry().route.operation())
                .isEqualTo("GET /projects/{b}");
        assertThat(find(router, Method.GET, "/x/all").entry().route.operation())
                .isEqualTo("GET /{a}/all");
        assertThat(find(router, Method.GET, "/x/y").entry().route.operation())
                .isEqualTo("GET /{a}/{b}");
    }

    @Test
    void routes_that_contradict_each_other_are_a_bug() {
        assertThatThrownBy(() -> new Router(List.of(group("/", List.of("GET /a", "GET /a")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Router(List.of(group("/", List.of()), group("/", List.of()))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "/{}", "/{a", "/a{b}", "/{a:*}", "/{a:**}/{b:**}", "/{a}/{a}", "/{A}"})
    void patterns_that_make_no_sense_are_a_bug(String pattern) {
        assertThatThrownBy(() -> PathPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void queries_keep_order_and_repetition() {
        var query = Query.parse("n=10&last=a%2Fb+c&n=20&flag&=x&&utf=%C3%A4");

        assertThat(query.first("n")).contains("10");
        assertThat(query.all("n")).containsExactly("10", "20");
        assertThat(query.first("last")).contains("a/b c");
        assertThat(query.first("flag")).contains("");
        assertThat(query.first("utf")).contains("ä");
        assertThat(query.first("absent")).isEmpty();
        assertThatThrownBy(() -> Query.parse("a=%zz")).isInstanceOf(HttpException.class);
        assertThatThrownBy(() -> Query.parse("a=%ff")).isInstanceOf(HttpException.class);
        // A form may be sent raw, a character for each byte of it.
        assertThat(Query.parse("a=\u00c3\u00a4&b=\u00c3\u00a4+x"))
                .isEqualTo(Query.parse("a=%C3%A4&b=%C3%A4+x"));
        assertThatThrownBy(() -> Query.parse("a=\u00ff")).isInstanceOf(HttpException.class);
    }
}
