package dev.berth.router.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.berth.oci.Digest;
import dev.berth.platform.config.Secret;
import dev.berth.router.project.Project;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.project.Robot;
import dev.berth.router.secret.LiveSecret;
import dev.berth.router.shared.SharedValue.Absent;
import dev.berth.router.shared.SharedValue.Present;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SharedValueTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final Digest DIGEST = Digest.of(Digest.Algorithm.SHA256, new byte[1]);

    @Test
    void what_is_written_is_read() {
        var present = new Present("ghcr", DIGEST, "application/json", 7, NOW.minusSeconds(9), NOW);
        var absent = new Absent(NOW);

        assertThat(SharedValue.parse(present.text(), NOW)).contains(present);
        assertThat(SharedValue.parse(absent.text(), NOW)).contains(absent);
    }

    @Test
    void a_clock_that_is_a_little_ahead_makes_nothing_younger_than_now() {
        var ahead = new Absent(NOW.plusSeconds(10));
        var wrong = new Absent(NOW.plus(Duration.ofHours(1)));

        assertThat(SharedValue.parse(ahead.text(), NOW)).contains(new Absent(NOW));
        assertThat(SharedValue.parse(wrong.text(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hub|1700000000",
                "__NEGATIVE__",
                "absent",
                "absent\nnow",
                "present\n\n\n\n\n\n"
            })
    void anything_else_is_nothing(String text) {
        assertThat(SharedValue.parse(text, NOW)).isEmpty();
    }

    @Test
    void a_signature_is_of_its_key_and_of_the_robots_password() {
        var ours = signature("secret");
        var signed = ours.sign("a", "text");

        assertThat(ours.verified("a", signed)).contains("text");
        assertThat(ours.verified("b", signed)).isEmpty();
        assertThat(ours.verified("a", "more " + signed)).isEmpty();
        assertThat(signature("another").verified("a", signed)).isEmpty();
        assertThat(ours.verified("a", "")).isEmpty();
    }

    private static Signature signature(String password) {
        var given = new LiveSecret.Given(Secret.of(password), Optional.empty());
        return new Signature(new Robot(new Robot.Given(given, given), System::nanoTime));
    }

    @Test
    void a_list_of_projects_is_read_as_it_was_written_or_not_at_all() {
        var projects = List.of(
                new Project("hub", 100, RegistryKind.DOCKER_HUB, Set.of("docker.io"), true),
                new Project("ghcr", 100, RegistryKind.OTHER, Set.of(), false));
        var text = ProjectList.text(projects);

        assertThat(ProjectList.parse(text)).contains(projects);
        assertThat(ProjectList.parse(text + "\n../evil OTHER public")).isEmpty();
        assertThat(ProjectList.parse("")).isEmpty();
    }

    @FuzzTest(maxDuration = "1m")
    void no_text_does_more_than_be_nothing(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        SharedValue.parse(text, NOW)
                .ifPresent(value ->
                        assertThat(SharedValue.parse(value.text(), NOW)).contains(value));
        ProjectList.parse(text)
                .ifPresent(list -> assertThat(list)
                        .allSatisfy(project -> assertThat(project.name()).doesNotContain("/")));
        assertThat(signature("secret").verified("key", text)).isEmpty();
    }
}
