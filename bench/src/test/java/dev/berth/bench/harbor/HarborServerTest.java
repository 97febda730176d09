package dev.berth.bench.harbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.content.Sha256;
import dev.berth.bench.harbor.Knobs.Fault;
import dev.berth.bench.http.Answer;
import dev.berth.bench.http.Connection;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.RequestBuilder;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HarborServerTest {
    @TempDir
    private Path folder;

    private HarborContent content;
    private HarborServer server;
    private Endpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        content = new HarborContent(folder);
        server = new HarborServer(content, 0);
        endpoint = Endpoint.loopback(server.port());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                server.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void an_image_is_in_one_project_and_in_no_other() throws IOException {
        assertThat(get("/v2/p07/in-07/app/manifests/v1").status()).isEqualTo(200);
        assertThat(get("/v2/p06/in-07/app/manifests/v1").status()).isEqualTo(404);
        assertThat(content.counts().manifests()).isEqualTo(2);
        assertThat(content.counts().absent()).isEqualTo(1);
    }

    @Test
    void a_manifest_has_its_digest_and_is_there_by_it() throws IOException {
        var byTag = get("/v2/p00/in-00/app/manifests/v1");
        var digest = byTag.header("Docker-Content-Digest").orElseThrow();

        assertThat(digest).isEqualTo(digestOf(byTag.body()));
        assertThat(get("/v2/p00/in-00/app/manifests/" + digest).body()).isEqualTo(byTag.body());
        assertThat(get("/v2/p00/in-00/app/manifests/v2").body()).isNotEqualTo(byTag.body());
    }

    @Test
    void only_the_robot_reads_content() throws IOException {
        assertThat(get("/v2/p00/in-00/app/manifests/v1", Accounts.READER).status())
                .isEqualTo(401);
    }

    @Test
    void the_token_service_knows_the_reader_and_nobody_else() throws IOException {
        var path = "/service/token?service=x&scope=repository:p00/any:pull";

        assertThat(get(path, Accounts.READER).body()).contains("token");
        try (var connection = Connection.open(endpoint)) {
            var anonymous = new RequestBuilder(endpoint, "GET", path).expecting(401);
            assertThat(connection.exchange(anonymous).status()).isEqualTo(401);
        }
    }

    @Test
    void as_many_projects_are_listed_as_there_are() throws IOException {
        content.set(Knobs.DEFAULT.withProjects(50));

        var list =
                get("/api/v2.0/projects?with_detail=true&page=1&page_size=100").body();

        assertThat(list).contains("\"p49\"").doesNotContain("\"p50\"");
    }

    @Test
    void a_layer_is_a_file_with_its_digest() throws IOException {
        var digest = content.blob(3_000_000);
        try (var connection = Connection.open(endpoint);
                var hash = new Sha256()) {
            var path = "/v2/p00/in-00/app/blobs/" + digest;
            var request = new RequestBuilder(endpoint, "GET", path)
                    .header("Authorization", Accounts.ROBOT.basic())
                    .expecting(200);
            connection.read(request, hash::write);
            assertThat(hash.finish()).isEqualTo(digest);
        }
    }

    @Test
    void the_last_project_may_be_ill_while_the_others_are_well() throws IOException {
        content.set(Knobs.DEFAULT.withFault(Fault.STATUS));
        assertThat(get("/v2/p09/in-09/app/manifests/v1").status()).isEqualTo(500);
        assertThat(get("/v2/p08/in-08/app/manifests/v1").status()).isEqualTo(200);

        content.set(Knobs.DEFAULT.withFault(Fault.RESET));
        assertThatThrownBy(() -> get("/v2/p09/in-09/app/manifests/v1"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void knobs_and_counts_survive_a_line_of_text() {
        var knobs = Knobs.DEFAULT.withProjects(3).withFault(Fault.HANG);
        var counts = new Counts(1, 2, 3, 4, 5);

        assertThat(Knobs.parse(knobs.line())).isEqualTo(knobs);
        assertThat(Counts.parse(counts.line())).isEqualTo(counts);
    }

    private Answer get(String path) throws IOException {
        return get(path, Accounts.ROBOT);
    }

    private Answer get(String path, Accounts who) throws IOException {
        try (var connection = Connection.open(endpoint)) {
            return connection.exchange(new RequestBuilder(endpoint, "GET", path)
                    .header("Authorization", who.basic())
                    .expecting(200, 401, 404, 500));
        }
    }

    private static String digestOf(String text) throws IOException {
        try (var hash = new Sha256()) {
            hash.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return hash.finish();
        }
    }
}
