package dev.berth.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auth.Permission;
import dev.berth.auth.Permissions;
import dev.berth.auth.Principal;
import dev.berth.auth.Resource;
import dev.berth.auth.account.Accounts;
import dev.berth.auth.http.AuthFeature;
import dev.berth.auth.http.AuthSettings;
import dev.berth.auth.password.PasswordHashes;
import dev.berth.oci.RepositoryName;
import dev.berth.oci.testing.Images;
import dev.berth.platform.config.Config;
import dev.berth.platform.database.testing.TestDatabases;
import dev.berth.platform.http.HttpEvents;
import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;
import dev.berth.platform.http.Response;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.registry.RegistrySettings;
import dev.berth.registry.testing.TestRegistry;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WarningsTest {
    private static final RepositoryName APP = new RepositoryName("team/app");

    private static final class EverythingAllowed implements Permissions {
        @Override
        public boolean allow(Principal principal, Permission permission) {
            return true;
        }

        @Override
        public long incarnation(Resource resource) {
            return 0;
        }
    }

    @Test
    void without_a_notice_the_answer_is_the_same_object() {
        var answer = Response.of(200);

        assertThat(new Warnings(List.of()).addTo(answer, APP)).isSameAs(answer);
        assertThat(new Warnings(List.of(_ -> Optional.empty())).addTo(answer, APP))
                .isSameAs(answer);
    }

    @Test
    void notices_become_quoted_fields_in_their_order() {
        var warnings = new Warnings(List.of(
                name -> Optional.of(name + " is \"old\""),
                _ -> Optional.of("caf\u00e9\r\nSet-Cookie: a\\b")));

        assertThat(warnings.addTo(Response.of(200), APP).headers().all("Warning"))
                .containsExactly(
                        "299 - \"team/app is \\\"old\\\"\"", "299 - \"caf???Set-Cookie: a\\\\b\"");
    }

    @Test
    void all_of_them_have_at_most_4096_bytes() {
        Notice longNotice = _ -> Optional.of("x".repeat(2_000));
        var warnings = new Warnings(List.of(longNotice, longNotice, longNotice));

        assertThat(warnings.addTo(Response.of(200), APP).headers().all("Warning"))
                .hasSize(2);
    }

    @Test
    void a_client_that_pulls_is_told() throws Exception {
        try (var registry = TestRegistry.on(TestDatabases.sqlite());
                var metrics = new Metrics();
                var http = HttpClient.newHttpClient()) {
            registry.push("team/app", "v1", new Images(1).image(1));
            var database = registry.databases().database();
            var hashes = PasswordHashes.standard();
            var auth = AuthFeature.assemble(
                    Config.of(Map.of(), AuthSettings::from),
                    database,
                    hashes,
                    new Accounts(database, hashes, registry.clock()),
                    new EverythingAllowed(),
                    registry.clock());
            var routes = V2Routes.assemble(
                    registry.steps(),
                    RegistrySettings.DEFAULTS,
                    auth.guards(),
                    metrics,
                    List.of(name -> Optional.of(name + " is deprecated")));
            var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var server = HttpServer.start(
                    HttpSettings.cleartext(listen), List.of(routes), HttpEvents.NONE)) {
                var uri = URI.create("http://127.0.0.1:" + server.address().getPort()
                        + "/v2/team/app/manifests/v1");

                var answer =
                        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("Warning"))
                        .containsExactly("299 - \"team/app is deprecated\"");
            }
        }
    }
}
