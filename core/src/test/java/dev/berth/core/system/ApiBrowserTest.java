package dev.berth.core.system;

import static dev.berth.platform.http.Method.GET;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.core.testing.TestCore;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ApiBrowserTest {
    @Test
    void every_operation_is_on_the_page_with_what_it_needs() throws Exception {
        try (var core = TestCore.sqlite()) {
            var page = core.send(GET, "/devcenter-api-2.0", "").body();

            assertThat(core.routes())
                    .filteredOn(route -> !route.operation().equals("browseApi"))
                    .allSatisfy(route ->
                            assertThat(page).contains("<td>" + route.operation() + "<td>"));
            assertThat(page)
                    .contains("<a href=\"/api/v2.0/users\">/api/v2.0/users</a>")
                    .contains("<code>/api/v2.0/users/{user_id}</code>")
                    .contains("<td>system user:list</tr>");
        }
    }

    @Test
    void the_page_runs_and_loads_nothing_and_may_use_its_own_style() throws Exception {
        try (var core = TestCore.sqlite()) {
            var answer = core.send(GET, "/devcenter-api-2.0/", "");
            var page = answer.body();
            var style = page.substring(
                    page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(style.getBytes(StandardCharsets.UTF_8));

            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/html; charset=utf-8");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(hash) + "'");
            assertThat(page).doesNotContain("<script", "src=", "http:", "https:", "onclick");
        }
    }
}
