package dev.berth.core.audit;

import static dev.berth.core.testing.TestCore.ADMIN;
import static dev.berth.platform.http.Method.PUT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.berth.core.testing.TestCore;
import dev.berth.jobs.event.EventWorker;
import dev.berth.platform.config.HostPort;
import dev.berth.registry.event.RegistryEvents;
import dev.berth.registry.event.TagDeleted;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a syslog server hears; the server is one of this test that reads lines.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForwardAuditTest {
    private final TestCore core;
    private final Receiver receiver = new Receiver(0);

    ForwardAuditTest() throws IOException, InterruptedException {
        core = TestCore.sqlite();
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
        core.close();
    }

    /// Takes connections, and what they bring, line by line.
    private static final class Receiver implements AutoCloseable {
        private final ServerSocket socket;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Receiver(int port) throws IOException {
            socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            Thread.startVirtualThread(this::run);
        }

        private void run() {
            while (!socket.isClosed()) {
                try (var connection = socket.accept()) {
                    var text = new String(
                            connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    text.lines().forEach(lines::add);
                } catch (IOException _) {
                    // Closed, or a connection that broke: the sender has to tell it again.
                }
            }
        }

        HostPort address() {
            return new HostPort("127.0.0.1", socket.getLocalPort());
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void an_entry_is_a_line_of_rfc_5424_with_json_in_it() throws Exception {
        configure("{\"audit_log_forward_endpoint\":\"%s\"}".formatted(receiver.address()));
        deliver();

        assertThat(receiver.next())
                .matches("<110>1 \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z here audit - - - "
                        + "\\{\"username\":\"\\(operator\\)\",\"operation\":\"create\",.*}");
        assertThat(receiver.next()).contains("library");
        assertThat(receiver.next())
                .endsWith("{\"username\":\"admin\",\"operation\":\"update\","
                        + "\"resource_type\":\"configuration\",\"resource\":\"configuration\","
                        + "\"description\":\"update configuration: audit_log_forward_endpoint\"}");
    }

    @Test
    void what_happens_while_the_server_is_away_goes_once_it_is_back_and_in_order()
            throws Exception {
        configure("{\"audit_log_forward_endpoint\":\"%s\"}".formatted(receiver.address()));
        deliver();
        assertThat(receiver.next()).contains("admin");
        assertThat(receiver.next()).contains("library");
        assertThat(receiver.next()).contains("configuration");
        var address = receiver.address();
        receiver.close();
        deleteTag("v1");
        deliver();
        deleteTag("v2");

        core.clock().advance(Duration.ofMinutes(1));
        try (var back = new Receiver(address.port())) {
            deliver();

            assertThat(back.next()).contains("team/app:v1");
            assertThat(back.next()).contains("team/app:v2");
            assertThat(back.lines).isEmpty();
        }
    }

    @Test
    void a_log_that_is_only_forwarded_is_not_kept() throws Exception {
        configure("{\"audit_log_forward_endpoint\":\"%s\",\"skip_audit_log_database\":true}"
                .formatted(receiver.address()));
        deleteTag("v1");
        deliver();

        assertThat(receiver.next()).contains("create user");
        assertThat(receiver.next()).contains("create project");
        assertThat(receiver.next()).contains("configuration");
        assertThat(receiver.next()).contains("team/app:v1");
        assertThat(core.get("/api/v2.0/auditlog-exts", ADMIN).body()).isEqualTo("[]\n");
    }

    @Test
    void a_server_that_cannot_be_reached_is_refused() throws Exception {
        receiver.close();

        for (var address : List.of(receiver.address().toString(), "nowhere", "host:x")) {
            assertThat(core.send(
                                    PUT,
                                    "/api/v2.0/configurations",
                                    ADMIN,
                                    "{\"audit_log_forward_endpoint\":\"%s\"}".formatted(address))
                            .statusCode())
                    .as(address)
                    .isEqualTo(400);
        }
    }

    @Test
    void nothing_in_an_entry_ends_its_line() throws Exception {
        var entry =
                new AuditEntry(Instant.EPOCH, 0, "a\nb", "pull", "artifact", "x\r\ny", "\u0000");

        new Syslog("no name").send(receiver.address(), List.of(entry));

        assertThat(receiver.next())
                .startsWith("<110>1 1970-01-01T00:00:00.000Z - audit - - - ")
                .contains("a\\nb", "x\\r\\ny");
        assertThat(receiver.lines).isEmpty();
    }

    @Test
    void a_server_that_takes_nothing_is_left_alone_after_a_deadline() throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var much = new AuditEntry(
                    Instant.EPOCH, 0, "a", "pull", "artifact", "x".repeat(1 << 20), "much");

            assertThatIOException()
                    .isThrownBy(() -> new Syslog("here")
                            .send(
                                    new HostPort("127.0.0.1", deaf.getLocalPort()),
                                    Collections.nCopies(32, much)));
        }
    }

    private void deleteTag(String tag) {
        core.happened("bob", RegistryEvents.TAG_DELETED, new TagDeleted("team/app", tag, 0));
    }

    private void configure(String body) throws IOException, InterruptedException {
        var answer = core.send(PUT, "/api/v2.0/configurations", ADMIN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// A worker delivers once more when it ends.
    private void deliver() {
        EventWorker.start(core.feature().deliver()).close();
    }
}
