package dev.berth.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigTest {
    enum Format {
        TEXT,
        JSON_LINES
    }

    /// Settings of every kind, as a part would declare them.
    record PortSettings(
            HostPort listen,
            Optional<URI> externalUrl,
            Duration idle,
            long bodyBytesMax,
            List<String> proxies,
            Format format,
            Optional<Secret> password) {
        static final Setting<HostPort> LISTEN = new Setting<>(
                "port.listen", Kind.hostPort(), "127.0.0.1:5000", "Where ships come in.");
        static final Setting<Optional<URI>> EXTERNAL_URL = new Setting<>(
                "port.external-url", Kind.uri("http", "https").optional(), "", "How ships see us.");
        static final Setting<Duration> IDLE = new Setting<>(
                "port.idle", Kind.duration("1s", "1h"), "1m", "How long a ship may wait.");
        static final Setting<Long> BODY_BYTES_MAX = new Setting<>(
                "port.body-bytes-max", Kind.bytes("1KiB", "1GiB"), "4MiB", "The largest cargo.");
        static final Setting<List<String>> PROXIES =
                new Setting<>("port.proxies", Kind.text().list(), "", "Pilots we trust.");
        static final Setting<Format> FORMAT = new Setting<>(
                "log.format", Kind.oneOf(Format.class), "text", "How the log is kept.");
        static final Setting<Optional<Secret>> PASSWORD =
                new Setting<>("auth.password", Kind.secret(), "", "The word at the gate.");

        static PortSettings from(Settings settings) {
            var read = new PortSettings(
                    settings.value(LISTEN),
                    settings.value(EXTERNAL_URL),
                    settings.value(IDLE),
                    settings.value(BODY_BYTES_MAX),
                    settings.value(PROXIES),
                    settings.value(FORMAT),
                    settings.value(PASSWORD));
            if (read.externalUrl().isEmpty() && read.proxies().contains("everyone")) {
                settings.refuse(PROXIES, "`everyone` needs port.external-url");
            }
            return read;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void without_sources_every_setting_has_its_default() {
        assertThat(Config.of(Map.of(), PortSettings::from))
                .isEqualTo(new PortSettings(
                        new HostPort("127.0.0.1", 5000),
                        Optional.empty(),
                        Duration.ofMinutes(1),
                        4 << 20,
                        List.of(),
                        Format.TEXT,
                        Optional.empty()));
    }

    @Test
    void the_command_line_beats_the_environment_beats_the_file_beats_the_role() throws Exception {
        var file = file("""
                port:
                  listen: "file:1"
                  idle: 2s
                  body-bytes-max: 2KiB
                """);
        var sources = ConfigSources.none()
                .withRole(Map.of(
                        "port.listen", "role:1", "port.idle", "1s", "log.format", "json-lines"))
                .withFile(file)
                .withEnvironment(
                        Map.of("BERTH_PORT_LISTEN", "environment:1", "BERTH_PORT_IDLE", "3s"))
                .withCommandLine(Map.of("port.listen", "[::1]:0"));

        var config = Config.load(sources, PortSettings::from);

        assertThat(config.settings().listen()).isEqualTo(new HostPort("::1", 0));
        assertThat(config.settings().idle()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.settings().bodyBytesMax()).isEqualTo(2048);
        assertThat(config.settings().format()).isEqualTo(Format.JSON_LINES);
        assertThat(config.entries())
                .extracting(entry -> entry.setting().key() + " from " + entry.origin())
                .containsExactly(
                        "port.listen from --set port.listen",
                        "port.external-url from default",
                        "port.idle from BERTH_PORT_IDLE",
                        "port.body-bytes-max from berth.yaml:4",
                        "port.proxies from default",
                        "log.format from role",
                        "auth.password from default");
    }

    @Test
    void all_mistakes_of_all_sources_are_reported_together_each_with_a_remedy() throws Exception {
        var file = file("""
                port:
                  listen: 5000
                  idel: 2s
                  proxies: [10.0.0.0/8, ""]
                log.format: xml
                pott: 1
                """);
        var sources = ConfigSources.none()
                .withFile(file)
                .withEnvironment(Map.of(
                        "BERTH_PORT_IDLE", "soon", "BERTH_PORT_LISTN", ":80", "PATH", "/bin"))
                .withCommandLine(Map.of("port.body-bytes-max", "4MB", "listen", ":80"));

        assertThat(mistakes(sources))
                .containsExactly(
                        "berth.yaml:2: port.listen: `5000` is not right: write host:port, such as 127.0.0.1:5000",
                        "BERTH_PORT_IDLE: port.idle: `soon` is not right: write a number with ms, s, m, h or d,"
                                + " such as 30s or 1h30m",
                        "--set port.body-bytes-max: port.body-bytes-max: `4MB` is not right: write a number of bytes or"
                                + " one with KiB, MiB, GiB or TiB, such as 4MiB",
                        "berth.yaml:4: port.proxies: `10.0.0.0/8, ` is not right: ``: write a text that is not empty",
                        "berth.yaml:5: log.format: `xml` is not right: write one of text, json-lines",
                        "berth.yaml:3: there is no setting `port.idel`; did you mean `port.idle`?",
                        "berth.yaml:6: there is no setting `pott`",
                        "BERTH_PORT_LISTN: there is no setting `BERTH_PORT_LISTN`; did you mean `BERTH_PORT_LISTEN`?",
                        "--set listen: there is no setting `listen`; did you mean `port.listen`?");
    }

    @Test
    void a_part_can_refuse_values_that_do_not_go_together() {
        var sources =
                ConfigSources.none().withEnvironment(Map.of("BERTH_PORT_PROXIES", "everyone"));

        assertThat(mistakes(sources))
                .containsExactly(
                        "BERTH_PORT_PROXIES: port.proxies: `everyone` needs port.external-url");
    }

    @Test
    void a_list_is_a_sequence_in_the_file_and_separated_by_commas_elsewhere() throws Exception {
        var file = file("port:\n  proxies:\n    - 'a, with comma'\n    - b\n");

        var fromFile = Config.load(ConfigSources.none().withFile(file), PortSettings::from);
        var fromText = Config.of(Map.of("port.proxies", "a , b,c"), PortSettings::from);

        assertThat(fromFile.settings().proxies()).containsExactly("a, with comma", "b");
        assertThat(fromText.proxies()).containsExactly("a", "b", "c");
    }

    @Test
    void a_section_without_settings_is_no_mistake() throws Exception {
        var file = file("port:\n# port.listen: 0.0.0.0:80\n");

        assertThat(Config.load(ConfigSources.none().withFile(file), PortSettings::from)
                        .entries())
                .allMatch(entry -> entry.origin().equals("default"));
    }

    @Test
    void a_secret_comes_from_a_file_without_its_line_end_and_is_never_shown() throws Exception {
        var password = Files.writeString(folder.resolve("password"), "open sesame\n");
        var sources = ConfigSources.none()
                .withEnvironment(Map.of("BERTH_AUTH_PASSWORD_FILE", password.toString()));

        var config = Config.load(sources, PortSettings::from);

        assertThat(config.settings().password()).contains(Secret.of("open sesame"));
        assertThat(config.toString()).contains("(set)").doesNotContain("sesame");
    }

    @Test
    void whoever_reads_a_secret_again_is_told_its_file() throws Exception {
        var password = Files.writeString(folder.resolve("password"), "open sesame\n");

        assertThat(fileOf(Map.of("auth.password-file", password.toString()))).contains(password);
        assertThat(fileOf(Map.of("auth.password", "sesame"))).isEmpty();
        assertThat(Secret.read(password)).isEqualTo(Secret.of("open sesame"));
    }

    private static Optional<Path> fileOf(Map<String, String> given) {
        var setting = new Setting<>("auth.password", Kind.secret(), "", "The word at the gate.");
        return Config.of(given, settings -> {
            var _ = settings.value(setting);
            return settings.fileOf(setting);
        });
    }

    @Test
    void a_secret_given_twice_or_by_a_file_that_is_not_there_is_a_mistake() {
        var twice = ConfigSources.none()
                .withCommandLine(
                        Map.of("auth.password", "sesame", "auth.password-file", "/nowhere"));
        var missing = ConfigSources.none()
                .withCommandLine(Map.of("auth.password-file", "/nowhere/at/all"));

        assertThat(mistakes(twice))
                .containsExactly(
                        "--set auth.password: auth.password: also given by --set auth.password-file;"
                                + " remove one");
        assertThat(mistakes(missing))
                .containsExactly(
                        "--set auth.password-file: auth.password-file: `/nowhere/at/all` cannot be read"
                                + " (NoSuchFileException)");
    }

    @Test
    void an_empty_secret_file_is_a_mistake() throws Exception {
        var empty = Files.writeString(folder.resolve("password"), "\n");

        assertThat(mistakes(ConfigSources.none()
                        .withCommandLine(Map.of("auth.password-file", empty.toString()))))
                .singleElement()
                .asString()
                .contains("is empty or larger than 64 KiB");
    }

    @Test
    void passwords_in_urls_are_masked_where_values_are_shown() throws Exception {
        var url = "postgresql://berth:hunter2@db/berth?user=b&password=hunter2&ssl=true";
        var sources = ConfigSources.none().withCommandLine(Map.of("port.proxies", url));

        assertThat(Config.load(sources, PortSettings::from).entries().toString())
                .contains("postgresql://berth:…@db/berth?user=b&password=…&ssl=true")
                .doesNotContain("hunter2");
        assertThat(mistakes(ConfigSources.none().withCommandLine(Map.of("port.listen", url))))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
    }

    @Test
    void variables_that_kubernetes_sets_for_a_service_named_berth_are_not_ours() {
        var environment = Map.of(
                "BERTH_SERVICE_HOST", "10.0.0.1",
                "BERTH_SERVICE_PORT", "5000",
                "BERTH_SERVICE_PORT_HTTP", "5000",
                "BERTH_PORT", "tcp://10.0.0.1:5000",
                "BERTH_PORT_5000_TCP", "tcp://10.0.0.1:5000",
                "BERTH_PORT_5000_TCP_ADDR", "10.0.0.1",
                "BERTH_CORE_PORT_5000_TCP_PROTO", "tcp",
                "BERTH_CONFIG", "/etc/berth.yaml");

        assertThat(Config.of(Map.of(), PortSettings::from).listen().port()).isEqualTo(5000);
        assertThat(mistakes(ConfigSources.none()
                        .withEnvironment(environment)
                        .withCommandLine(Map.of("port.idle", "never"))))
                .hasSize(1);
    }

    @Test
    void a_file_that_is_not_there_not_utf8_or_not_yaml_is_one_mistake_with_its_line()
            throws Exception {
        var nowhere = ConfigSources.none().withFile(folder.resolve("nowhere.yaml"));
        assertThat(mistakes(nowhere)).singleElement().asString().contains("there is no such file");

        var latin = Files.write(
                folder.resolve("latin.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistakes(ConfigSources.none().withFile(latin)))
                .singleElement()
                .asString()
                .contains("not UTF-8");

        var torn = ConfigSources.none().withFile(file("port:\n  listen: [a\n"));
        assertThat(mistakes(torn))
                .singleElement()
                .asString()
                .startsWith("berth.yaml:3: not YAML: ");

        var folderAsFile = ConfigSources.none().withFile(folder);
        assertThat(mistakes(folderAsFile)).singleElement().asString().contains("cannot be read");
    }

    @Test
    void odd_yaml_is_refused_with_its_line() throws Exception {
        assertThat(mistakes(ConfigSources.none()
                        .withFile(file("port.listen: 'a:1'\nport: {listen: 'b:2'}\n"))))
                .containsExactly(
                        "berth.yaml:2: `port.listen` is set twice, first at berth.yaml:1; remove one");
        assertThat(mistakes(ConfigSources.none().withFile(file("- port\n"))))
                .containsExactly("berth.yaml:1: write settings as `key: value`");
        assertThat(mistakes(ConfigSources.none().withFile(file("? [a, b]\n: c\n"))))
                .containsExactly("berth.yaml:1: write a name before the colon");
        assertThat(mistakes(ConfigSources.none().withFile(file("port.proxies: [{a: b}]\n"))))
                .containsExactly("berth.yaml:1: write a list of plain texts");
        assertThat(mistakes(ConfigSources.none().withFile(file("a: &a\n  b: *a\n"))))
                .singleElement()
                .asString()
                .contains("it uses an alias");
        assertThat(mistakes(ConfigSources.none()
                        .withFile(file("{a: ".repeat(5000) + "}".repeat(5000)))))
                .singleElement()
                .asString()
                .contains("nest deeper than 8");
        assertThat(mistakes(ConfigSources.none().withFile(file("a: 1\n---\nb: 1\n"))))
                .singleElement()
                .asString()
                .contains("not YAML");
        assertThat(mistakes(
                        ConfigSources.none().withFile(file("# " + "x".repeat(YamlFile.BYTES_MAX)))))
                .singleElement()
                .asString()
                .contains("larger than 1 MiB");
    }

    @Test
    void texts_for_tests_that_are_wrong_throw() {
        assertThatThrownBy(() -> Config.of(Map.of("port.idle", "2h"), PortSettings::from))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write a duration from 1s to 1h");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("berth.yaml"), yaml);
    }

    private static List<String> mistakes(ConfigSources sources) {
        var refused = catchThrowableOfType(
                ConfigException.class, () -> Config.load(sources, PortSettings::from));
        assertThat(refused).as("these sources have mistakes").isNotNull();
        return refused.mistakes().stream().map(Mistake::toString).toList();
    }
}
