package dev.berth.core.system;

import dev.berth.core.api.HarborErrorResponses;
import dev.berth.core.session.ApiGuards;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.http.RouteGroup.EmptySegments;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// `/devcenter-api-2.0`: a page that lists every operation there is, and what it takes to use it.
///
/// Made of the routes themselves, so it is never out of date. It loads nothing, from here or
/// elsewhere, and runs no script.
public final class ApiBrowser {
    private static final String PATH = "/devcenter-api-2.0";

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}
            code{font:13px ui-monospace,monospace}
            @media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8cf}}
            """;

    private final ApiGuards guards;

    public ApiBrowser(ApiGuards guards) {
        this.guards = guards;
    }

    /// The page about these groups, as a group of its own.
    public RouteGroup group(List<RouteGroup> described) {
        var page = page(described).getBytes(StandardCharsets.UTF_8);
        var route = Route.of(
                "browseApi",
                Method.GET,
                PATH,
                guards.anyone(),
                (_, _) -> Response.of(200, "Content-Type", "text/html; charset=utf-8")
                        .withBody(new Body.Bytes(page)));
        return new RouteGroup(
                PATH, List.of(route), new HarborErrorResponses(), fields(), EmptySegments.IGNORED);
    }

    private static String page(List<RouteGroup> described) {
        var rows = new StringBuilder();
        described.stream()
                .flatMap(group -> group.routes().stream())
                .sorted(Comparator.comparing((Route<?> route) -> route.pattern().text())
                        .thenComparing(Route::method))
                .forEach(route -> rows.append(row(route)));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Harbor API v2.0</title><style>%s</style></head>
                <body>
                <h1>Harbor API v2.0</h1>
                <p>What this registry serves of it. Who has logged in here may follow the links.</p>
                <table>
                <tr><th>method<th>path<th>operation<th>needs</tr>
                %s</table>
                </body>
                </html>
                """.formatted(STYLE, rows);
    }

    private static String row(Route<?> route) {
        var path = escaped(route.pattern().text());
        boolean isLink =
                route.method() == Method.GET && path.startsWith("/api/") && path.indexOf('{') < 0;
        return "<tr><td>%s<td><code>%s</code><td>%s<td>%s</tr>\n"
                .formatted(
                        route.method(),
                        isLink ? "<a href=\"%s\">%1$s</a>".formatted(path) : path,
                        escaped(route.operation()),
                        escaped(route.guard().permission()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// Nothing may be loaded or run, and of styles only the page's own.
    private static Headers fields() {
        return Headers.of(
                "Cache-Control", "no-store",
                "Content-Security-Policy",
                        "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
                                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "X-Frame-Options", "DENY",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer");
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
