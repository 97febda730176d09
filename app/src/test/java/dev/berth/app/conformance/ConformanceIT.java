package dev.berth.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.e2e.BerthProcess;
import dev.berth.app.e2e.PostgresServer;
import dev.berth.app.e2e.RegistryClient;
import dev.berth.app.e2e.RegistryClient.Login;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The whole table, on both databases, with each way to log in, as those who may do all of it.
class ConformanceIT {
    private static final Login BASIC = new Login.Basic(BerthProcess.USER, BerthProcess.PASSWORD);
    private static final Login BEARER = new Login.Bearer(BerthProcess.USER, BerthProcess.PASSWORD);
    private static final Login.Bearer MAINTAINER =
            new Login.Bearer("maintainer", "Correct horse 7");
    private static final Login.Bearer ROBOT =
            new Login.Bearer("robot$conformance+ci", "Correct horse 8");

    private static final Login.Bearer DEVELOPER = new Login.Bearer("developer", "Correct horse 8");

    @Nested
    class With_bearer_on_sqlite extends Table {
        With_bearer_on_sqlite() {
            super(BEARER, Index.SQLITE);
        }
    }

    @Nested
    class With_basic_on_sqlite extends Table {
        With_basic_on_sqlite() {
            super(BASIC, Index.SQLITE);
        }
    }

    @Nested
    class As_a_maintainer_on_sqlite extends Table {
        As_a_maintainer_on_sqlite() {
            super(MAINTAINER, Index.SQLITE);
        }
    }

    /// Developers delete nothing; what the suite deletes, a maintainer does.
    @Nested
    class As_a_developer_on_sqlite extends Table {
        As_a_developer_on_sqlite() {
            super(DEVELOPER, Index.SQLITE);
        }
    }

    @Nested
    class As_a_robot_on_sqlite extends Table {
        As_a_robot_on_sqlite() {
            super(ROBOT, Index.SQLITE);
        }
    }

    @Nested
    class Without_credentials_on_sqlite extends Table {
        Without_credentials_on_sqlite() {
            super(new Login.None(), Index.SQLITE);
        }
    }

    @Nested
    class Without_credentials_on_postgresql extends Table {
        Without_credentials_on_postgresql() {
            super(new Login.None(), Index.POSTGRESQL);
        }
    }

    @Nested
    class With_bearer_on_postgresql extends Table {
        With_bearer_on_postgresql() {
            super(BEARER, Index.POSTGRESQL);
        }
    }

    @Nested
    class With_basic_on_postgresql extends Table {
        With_basic_on_postgresql() {
            super(BASIC, Index.POSTGRESQL);
        }
    }

    @Nested
    class As_a_maintainer_on_postgresql extends Table {
        As_a_maintainer_on_postgresql() {
            super(MAINTAINER, Index.POSTGRESQL);
        }
    }

    @Nested
    class As_a_robot_on_postgresql extends Table {
        As_a_robot_on_postgresql() {
            super(ROBOT, Index.POSTGRESQL);
        }
    }

    enum Index {
        SQLITE,
        POSTGRESQL
    }

    /// The table against one process of its own.
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class Table extends DataSetConformance {
        private final Login login;
        private final Index index;
        private Optional<PostgresServer> postgres = Optional.empty();
        private Optional<BerthProcess> berth = Optional.empty();
        private Optional<RegistryClient> registry = Optional.empty();

        Table(Login login, Index index) {
            this.login = login;
            this.index = index;
        }

        @BeforeAll
        void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
            var settings = new HashMap<String, String>();
            settings.put("BERTH_REGISTRY_SPARSE", "allowed");
            settings.put("BERTH_LOG_LEVEL", "warn");
            if (login instanceof Login.None) {
                settings.put("BERTH_AUTH_ANONYMOUS_DELETE", "conformance");
                settings.put("BERTH_AUTH_ANONYMOUS_PING", "true");
            }
            if (index == Index.POSTGRESQL) {
                postgres = Optional.of(PostgresServer.start());
                settings.put("BERTH_DATABASE_URL", postgres.get().newDatabase());
            }
            berth = Optional.of(BerthProcess.start(folder.resolve("data"), settings));
            makeProject(berth.get().client());
            registry = Optional.of(client(berth.get().uri(), login));
        }

        private static RegistryClient client(URI registry, Login login) {
            var client = new RegistryClient(registry, login);
            return login.equals(DEVELOPER)
                    ? client.withDeleting(new RegistryClient(registry, MAINTAINER))
                    : client;
        }

        /// The project of the suite, with its members and its robot.
        private static void makeProject(RegistryClient administrator) {
            administrator.ensureProject("conformance");
            addMember(administrator, MAINTAINER, 4);
            addMember(administrator, DEVELOPER, 2);
            makeRobot(administrator);
        }

        private static void addMember(RegistryClient administrator, Login.Bearer member, int role) {
            for (var made : List.of(
                    administrator.api("POST", "/api/v2.0/users", """
                            {"username":"%s","realname":"M","email":"%1$s@example.com",
                            "password":"%s"}""".formatted(
                                    member.user(), member.password())),
                    administrator.api(
                            "POST", "/api/v2.0/projects/conformance/members", """
                            {"role_id":%d,"member_user":{"username":"%s"}}""".formatted(
                                            role, member.user())))) {
                assertThat(made.status()).as(made.text()).isEqualTo(201);
            }
        }

        private static void makeRobot(RegistryClient administrator) {
            var made = administrator.api("POST", "/api/v2.0/robots", """
                {"name":"ci","level":"project","duration":-1,"permissions":[{"kind":"project",
                "namespace":"conformance","access":[
                {"resource":"repository","action":"pull"},
                {"resource":"repository","action":"push"},
                {"resource":"repository","action":"delete"}]}]}\
                """);
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            var id = JsonMapper.shared().readTree(made.text()).get("id").asLong();
            var refreshed = administrator.api(
                    "PATCH", "/api/v2.0/robots/" + id, "{\"secret\":\"" + ROBOT.password() + "\"}");
            assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
        }

        @AfterAll
        void stop() throws IOException {
            if (berth.isPresent()) {
                berth.get().close();
            }
            if (postgres.isPresent()) {
                postgres.get().close();
            }
        }

        @Override
        RegistryClient registry() {
            return registry.orElseThrow();
        }
    }
}
