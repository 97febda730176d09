package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.app.e2e.RegistryClient.Answer;
import dev.berth.oci.Digest;
import dev.berth.oci.Digest.Algorithm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Two processes on one PostgreSQL and one shared folder: what one has done, the other knows at
/// the very next request.
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoProcessesIT {
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String UPLOADS = "/v2/pair/app/blobs/uploads/";
    private static final String SECRET = "Correct horse 8";
    private static final int ROUNDS = 30;

    private Optional<PostgresServer> postgres = Optional.empty();
    private Optional<BerthProcess> one = Optional.empty();
    private Optional<BerthProcess> other = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
        postgres = Optional.of(PostgresServer.start());
        var settings = Map.of(
                "BERTH_DATABASE_URL",
                postgres.get().newDatabase(),
                "BERTH_LOG_LEVEL",
                "warn",
                "BERTH_HTTP_TRUSTED_PROXIES",
                "127.0.0.1");
        one = Optional.of(BerthProcess.start(folder.resolve("data"), settings));
        other = Optional.of(BerthProcess.start(folder.resolve("data"), settings));
        one.get().client().ensureProject("pair");
    }

    @AfterAll
    void stop() throws IOException {
        if (one.isPresent()) {
            one.get().close();
        }
        if (other.isPresent()) {
            other.get().close();
        }
        if (postgres.isPresent()) {
            postgres.get().close();
        }
    }

    @Test
    void a_role_that_is_taken_away_is_gone_at_the_next_request_at_the_other_process() {
        var administrator = one.orElseThrow().client();
        var password = "Correct horse 7";
        var user = """
            {"username":"anna","realname":"A","email":"anna@example.com","password":"%s"}\
            """.formatted(password);
        assertThat(administrator.api("POST", "/api/v2.0/users", user).status()).isEqualTo(201);
        var member = new RegistryClient(
                other.orElseThrow().uri(), new RegistryClient.Login.Bearer("anna", password));
        for (int round = 0; round < ROUNDS; round++) {
            var added = administrator.api("POST", "/api/v2.0/projects/pair/members", """
                {"role_id":2,"member_user":{"username":"anna"}}\
                """);
            assertThat(added.status()).as(added.text()).isEqualTo(201);
            assertThat(member.post(UPLOADS, new byte[0]).status()).isEqualTo(202);

            assertThat(administrator.api("DELETE", added.location(), "").status())
                    .isEqualTo(200);

            assertThat(member.post(UPLOADS, new byte[0]).status()).isEqualTo(403);
        }
    }

    @Test
    void a_robot_that_is_changed_is_that_at_the_next_request_at_the_other_process() {
        var administrator = one.orElseThrow().client();
        var made = makeRobot(administrator, "changed");
        var name = "robot$pair+changed";
        var uri = other.orElseThrow().uri();
        var byToken = new RegistryClient(uri, new RegistryClient.Login.Bearer(name, SECRET));
        var bySecret = new RegistryClient(uri, new RegistryClient.Login.Basic(name, SECRET));
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(byToken.post(UPLOADS, new byte[0]).status()).isEqualTo(202);
            assertThat(bySecret.post(UPLOADS, new byte[0]).status()).isEqualTo(202);

            change(administrator, made, robot(name, "pull", false));

            assertThat(byToken.post(UPLOADS, new byte[0]).status()).isEqualTo(403);
            assertThat(bySecret.post(UPLOADS, new byte[0]).status()).isEqualTo(403);
            change(administrator, made, robot(name, "push", false));
        }
    }

    @Test
    void a_robot_that_is_disabled_is_refused_at_the_next_request_at_the_other_process() {
        var administrator = one.orElseThrow().client();
        var made = makeRobot(administrator, "disabled");
        var name = "robot$pair+disabled";
        var client = new RegistryClient(other.orElseThrow().uri(), new RegistryClient.Login.None());
        var secret = RegistryClient.basic(name, SECRET);
        var token = token(client, secret);
        for (int round = 0; round < ROUNDS; round++) {
            // Each from elsewhere: who fails is slowed down, with all from the same address.
            var from = "192.0.2." + round;
            assertThat(upload(client, token, from)).isEqualTo(202);
            assertThat(upload(client, secret, from)).isEqualTo(202);

            change(administrator, made, robot(name, "push", true));

            assertThat(upload(client, token, from)).isEqualTo(401);
            assertThat(upload(client, secret, from)).isEqualTo(401);
            change(administrator, made, robot(name, "push", false));
        }
    }

    private static int upload(RegistryClient client, String authorization, String from) {
        var answer = client.post(
                UPLOADS, new byte[0], "Authorization", authorization, "X-Forwarded-For", from);
        return answer.status();
    }

    private static String token(RegistryClient client, String authorization) {
        var answer = client.get(
                "/service/token?scope=repository:pair/app:pull,push",
                "Authorization",
                authorization);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return "Bearer "
                + JsonMapper.shared().readTree(answer.body()).path("token").asString();
    }

    /// Makes a robot with [#SECRET] that may push to `pair`; its address.
    private static String makeRobot(RegistryClient administrator, String name) {
        var made = administrator.api("POST", "/api/v2.0/robots", robot(name, "push", false));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var chosen = "{\"secret\":\"" + SECRET + "\"}";
        assertThat(administrator.api("PATCH", made.location(), chosen).status()).isEqualTo(200);
        return made.location();
    }

    private static void change(RegistryClient administrator, String robot, String body) {
        var changed = administrator.api("PUT", robot, body);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    private static String robot(String name, String action, boolean disabled) {
        return """
            {"name":"%s","level":"project","disable":%s,"permissions":[{"kind":"project",
            "namespace":"pair","access":[{"resource":"repository","action":"%s"}]}]}\
            """.formatted(name, disabled, action);
    }

    @Test
    void a_moved_tag_is_seen_by_the_writers_next_request_at_the_other_process() {
        var writer = one.orElseThrow().client();
        var reader = other.orElseThrow().client();
        var path = "/v2/pair/app/manifests/moving";
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = index("round", i);

            assertThat(writer.put(path, bytes, "Content-Type", INDEX).status()).isEqualTo(201);

            assertThat(reader.get(path).body()).isEqualTo(bytes);
        }
    }

    /// A request may fail meanwhile; none may say what was.
    @Test
    void a_tag_that_moves_while_the_feed_is_cut_is_never_read_as_it_was() throws Exception {
        var writer = one.orElseThrow().client();
        var reader = other.orElseThrow().client();
        var path = "/v2/pair/app/manifests/cut";
        int cut = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = index("cut", i);
            if (i % 3 == 0) {
                cut += postgres.orElseThrow().cutFeeds();
            }

            until(201, () -> writer.put(path, bytes, "Content-Type", INDEX));

            assertThat(until(200, () -> reader.get(path)).body()).isEqualTo(bytes);
        }
        assertThat(cut).isGreaterThan(ROUNDS / 3);
    }

    /// What is answered at last; 503 is asked again.
    private static Answer until(int status, Supplier<Answer> ask) {
        var answer = new AtomicReference<Answer>();
        await().until(() -> {
            answer.set(ask.get());
            return answer.get().status() != 503;
        });
        assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(status);
        return answer.get();
    }

    @Test
    void a_deleted_tag_is_gone_at_the_other_process_at_once() {
        var writer = one.orElseThrow().client();
        var reader = other.orElseThrow().client();
        for (int i = 0; i < ROUNDS; i++) {
            var path = "/v2/pair/app/manifests/gone" + i;
            writer.put(path, index("gone", i), "Content-Type", INDEX);
            assertThat(reader.get(path).status()).isEqualTo(200);

            assertThat(writer.delete(path).status()).isEqualTo(202);

            assertThat(reader.get(path).status()).isEqualTo(404);
        }
    }

    @Test
    void a_deleted_blob_is_gone_at_the_other_process_at_once() {
        var writer = one.orElseThrow().client();
        var reader = other.orElseThrow().client();
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = ("blob " + i).getBytes(StandardCharsets.UTF_8);
            var digest = Digest.of(Algorithm.SHA256, bytes);
            var path = "/v2/pair/app/blobs/" + digest;
            var pushed = writer.post(UPLOADS + "?digest=" + digest, bytes);
            assertThat(pushed.status()).isEqualTo(201);
            assertThat(reader.get(path).body()).isEqualTo(bytes);

            assertThat(writer.delete(path).status()).isEqualTo(202);

            assertThat(reader.head(path).status()).isEqualTo(404);
        }
    }

    @Test
    void an_upload_opened_at_one_process_goes_on_at_the_other() {
        var first = one.orElseThrow().client();
        var second = other.orElseThrow().client();
        var bytes = "half here, half there".getBytes(StandardCharsets.UTF_8);
        var digest = Digest.of(Algorithm.SHA256, bytes);
        var opened = first.post(UPLOADS, new byte[0]);

        var patched =
                second.patch(opened.location(), Arrays.copyOf(bytes, 10), "Content-Range", "0-9");
        assertThat(patched.status()).isEqualTo(202);
        var closed = first.put(
                patched.location() + "?digest=" + digest,
                Arrays.copyOfRange(bytes, 10, bytes.length),
                "Content-Range",
                "10-" + (bytes.length - 1));

        assertThat(closed.status()).describedAs(closed.text()).isEqualTo(201);
        assertThat(second.get(closed.location()).body()).isEqualTo(bytes);
    }

    private static byte[] index(String name, int round) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[],\"annotations\":{\"%s\":\"%d\"}}"
                .formatted(INDEX, name, round)
                .getBytes(StandardCharsets.UTF_8);
    }
}
